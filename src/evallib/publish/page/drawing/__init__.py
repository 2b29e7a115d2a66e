"""Drawing (绘图): figures as inline SVG, written by hand: no browser, no library, one style for screen, dark and paper."""
