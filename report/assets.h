/* Style sheets and scripts that are files in this folder and part of the program (embed.py). */
#ifndef REPORT_ASSETS_H
#define REPORT_ASSETS_H

extern const char asset_diagram_css[]; /* the colours of a diagram that is a file of its own */
extern const char asset_shapes_css[];  /* what they are used for, there and in a page */
extern const char asset_page_css[];
extern const char asset_page_js[];

#endif
