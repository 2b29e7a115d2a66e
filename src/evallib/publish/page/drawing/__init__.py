"""Drawing (绘图): figures as inline SVG, written by hand: no browser or library, one style for screen, dark, paper."""
