# An image with schemadiff alone, built by way of the Debian package, which knows the libraries that it
# needs. `scripts/image` tries this file where there is no Docker.
FROM debian:bookworm-slim AS build
WORKDIR /src
COPY debian debian
RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential \
    && apt-get build-dep --yes --no-install-recommends --build-profiles nocheck ./
COPY . .
RUN dpkg-buildpackage --build=binary --no-sign --build-profiles=nocheck \
    && mkdir /packages \
    && mv ../schemadiff_*.deb /packages/schemadiff.deb

FROM debian:bookworm-slim
COPY --from=build /packages /packages
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates /packages/schemadiff.deb \
    && rm -rf /var/lib/apt/lists/* /packages \
    && useradd --uid 1000 --create-home schemadiff
USER schemadiff
WORKDIR /work
ENTRYPOINT ["schemadiff"]
CMD ["help"]
