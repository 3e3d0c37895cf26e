"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  root.classList.add("scripted");

  /* Light and dark: what the system prefers, until somebody chooses. */
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const tellTheme = () => button.setAttribute("aria-pressed", String(isDark()));
  try {
    const kept = localStorage.getItem("schemadiff-theme");
    if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  } catch { /* a browser that keeps nothing for files */ }
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    tellTheme();
    try { localStorage.setItem("schemadiff-theme", root.dataset.theme); } catch { /* as above */ }
  });
  system.addEventListener("change", tellTheme);
  tellTheme();

  /* A link to a table opens its section. */
  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.matches("details")) {
      target.hidden = false;
      target.open = true;
      target.querySelector("summary").focus({ preventScroll: true });
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", openTarget);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const href = link && (link.getAttribute("href") || "");
    if (href && href.startsWith("#") && href === location.hash) openTarget(); /* the same again: no hashchange */
  });

  /* Zoom and pan. The frame scrolls; zooming is a matter of the picture's size. */
  const LEAST = 0.05, MOST = 4;
  const frame = (figure) => {
    const canvas = figure.querySelector(".canvas"), svg = canvas.querySelector("svg");
    const width = svg.viewBox.baseVal.width, height = svg.viewBox.baseVal.height;
    const output = figure.querySelector("output");
    let zoom = 1, chosen = false;
    const set = (wanted, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) => {
      const next = Math.min(MOST, Math.max(LEAST, wanted)), factor = next / zoom;
      const left = (canvas.scrollLeft + x) * factor - x, top = (canvas.scrollTop + y) * factor - y;
      zoom = next;
      svg.setAttribute("width", Math.round(width * zoom));
      svg.setAttribute("height", Math.round(height * zoom));
      canvas.scrollLeft = left;
      canvas.scrollTop = top;
      output.textContent = Math.round(zoom * 100) + " %";
    };
    const room = () => [canvas.clientWidth || figure.clientWidth, Math.max(320, innerHeight * 0.78)];
    const fit = () => set(Math.min(1, room()[0] / width, room()[1] / height));
    /* To begin with: the whole width where that can be read. */
    const begin = () => chosen || set(Math.min(1, Math.max(0.4, room()[0] / width)));
    const steps = { in: () => set(zoom * 1.25), out: () => set(zoom / 1.25), fit, full: () => set(1) };
    const choose = (step) => {
      chosen = true;
      steps[step]();
    };
    for (const control of all("[data-zoom]", figure)) control.addEventListener("click", () => choose(control.dataset.zoom));
    const keys = { "+": "in", "=": "in", "-": "out", 0: "fit", 1: "full" };
    canvas.addEventListener("keydown", (event) => {
      if (keys[event.key] === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      choose(keys[event.key]);
    });
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      set(zoom * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    /* Paper has no frame that scrolls: full size, or what fits. */
    let onScreen = zoom;
    addEventListener("beforeprint", () => {
      onScreen = zoom;
      set(1);
    });
    addEventListener("afterprint", () => set(onScreen));
    pan(canvas);
    light(svg);
    begin();
    return begin;
  };

  const pan = (canvas) => {
    let from = null, moved = false;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && event.pointerType === "mouse") {
        from = { x: event.clientX + canvas.scrollLeft, y: event.clientY + canvas.scrollTop };
        moved = false;
      }
    });
    addEventListener("pointermove", (event) => {
      if (!from) return;
      const left = from.x - event.clientX, top = from.y - event.clientY;
      if (!moved && Math.abs(left - canvas.scrollLeft) + Math.abs(top - canvas.scrollTop) < 5) return;
      moved = true;
      canvas.classList.add("dragged");
      canvas.scrollLeft = left;
      canvas.scrollTop = top;
    });
    addEventListener("pointerup", () => {
      from = null;
      canvas.classList.remove("dragged");
    });
    canvas.addEventListener("dragstart", (event) => event.preventDefault());
    canvas.addEventListener("click", (event) => { if (moved) event.preventDefault(); }, true);
  };

  /* Whoever points at a table sees its lines. */
  const light = (svg) => {
    const links = new Map();
    for (const path of all(".link", svg)) {
      for (const end of new Set([path.dataset.child, path.dataset.parent])) {
        if (!links.has(end)) links.set(end, []);
        links.get(end).push(path);
      }
    }
    const lit = (event, on) => {
      const table = event.target.closest("[data-table]");
      for (const path of (table && links.get(table.dataset.table)) || []) path.classList.toggle("lit", on);
    };
    for (const name of ["mouseover", "focusin"]) svg.addEventListener(name, (event) => lit(event, true));
    for (const name of ["mouseout", "focusout"]) svg.addEventListener(name, (event) => lit(event, false));
  };

  const frames = new Map(all(".figure").map((figure) => [figure, frame(figure)]));
  for (const whole of all("details.whole")) {
    whole.addEventListener("toggle", () => whole.open && frames.get(whole.querySelector(".figure"))());
  }

  /* Search in names of tables and of what belongs to them. */
  const search = document.getElementById("search");
  if (search) {
    const only = document.getElementById("only"), found = document.getElementById("found");
    const entries = all(".entry").map((entry) => ({
      entry,
      changed: !entry.classList.contains("unchanged"),
      text: all("h3, tbody th", entry).map((part) => part.textContent).join("\n").toLowerCase(),
      drawn: all('svg a[href="#' + CSS.escape(entry.id) + '"]').map((link) => link.parentNode),
    }));
    const filter = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { entry, changed, text, drawn } of entries) {
        const matches = (changed || !only.checked) && words.every((word) => text.includes(word));
        entry.hidden = !matches;
        shown += matches;
        for (const box of drawn) box.classList.toggle("faded", !matches);
      }
      const idle = !words.length && !only.checked;
      found.textContent = idle ? "" : shown + " of " + entries.length + " tables";
    };
    search.addEventListener("input", filter);
    only.addEventListener("change", filter);
    const open = (value) => () => { for (const { entry } of entries) if (!entry.hidden) entry.open = value; };
    document.getElementById("open-all").addEventListener("click", open(true));
    document.getElementById("close-all").addEventListener("click", open(false));
    addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.matches("input")) return;
      event.preventDefault();
      search.focus();
    });
    filter();
  }

  for (const copy of all("[data-copy]")) {
    copy.addEventListener("click", async () => {
      const text = document.getElementById(copy.dataset.copy);
      const label = copy.firstChild;
      try {
        await navigator.clipboard.writeText(text.textContent);
        label.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(text);
        label.textContent = "Selected";
      }
      setTimeout(() => { label.textContent = "Copy"; }, 2000);
    });
  }

  /* What changes is printed, whoever closed it. */
  addEventListener("beforeprint", () => { for (const entry of all(".entry:not(.unchanged)")) entry.open = true; });
  if (location.hash) openTarget();
})();
