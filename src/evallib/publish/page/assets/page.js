// Draws a figure interactively when it is asked for, fills the table of contents, and marks tables that go on sideways.
"use strict";
(() => {
  // Figures stand in the page as drawings. The library that makes one interactive is loaded when the first is asked for.
  const main = document.querySelector("main");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let library = null;
  const load = () => (library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = main.dataset.plotly;
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  }));
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const draw = (figure) => {
    const holder = figure.querySelector(".plot");
    const data = JSON.parse(figure.querySelector("script.plot-data").textContent);
    const narrow = window.innerWidth < 640;
    const layout = { ...data.layout, autosize: true, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" };
    layout.font = { ...layout.font, size: 13, color: colour("ink") };
    if (narrow) layout.margin = { ...layout.margin, l: 44, r: 12 };
    if (dark.matches) {
      for (const axis of Object.keys(layout).filter((name) => /^[xy]axis/.test(name))) {
        layout[axis] = { ...layout[axis], gridcolor: colour("line"), linecolor: colour("soft") };
      }
    }
    holder.replaceChildren();
    figure.classList.add("live");
    return Plotly.newPlot(holder, data.data, layout, { displayModeBar: false, responsive: true })
      .then(() => holder.setAttribute("data-drawn", "true"));
  };
  document.querySelectorAll("figure .live-button").forEach((button) => {
    const figure = button.closest("figure");
    const drawing = figure.querySelector(".plot").innerHTML;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (figure.classList.contains("live")) {
        figure.classList.remove("live");
        const holder = figure.querySelector(".plot");
        Plotly.purge(holder);
        holder.removeAttribute("data-drawn");
        holder.innerHTML = drawing;
        button.textContent = "交互图";
        return;
      }
      button.textContent = "恢复小图";
      load().then(() => draw(figure)).catch(() => { button.textContent = "交互图不可用"; });
    });
  });

  const toc = document.getElementById("toc"); // filled here; the page of the checks brings its own
  if (toc) {
    document.querySelectorAll("main h2[id]").forEach((heading) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "#" + heading.id;
      link.textContent = heading.dataset.title || heading.textContent;
      item.append(link);
      toc.append(item);
    });
  }
  // On a narrow screen the contents fold into a bar that stays at the top.
  const nav = document.querySelector("nav.toc");
  if (nav) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "toc-button";
    button.textContent = "目录";
    const fold = (open) => {
      nav.classList.toggle("open", open);
      button.setAttribute("aria-expanded", String(open));
    };
    fold(false);
    button.addEventListener("click", () => fold(!nav.classList.contains("open")));
    nav.querySelector("ol").before(button);
    nav.querySelector("ol").addEventListener("click", (event) => event.target.closest("a") && fold(false));
    document.addEventListener("keydown", (event) => event.key === "Escape" && fold(false));

    // The section that is being read is marked.
    const links = new Map([...nav.querySelectorAll('ol a[href^="#"]')].map((link) => [link.hash.slice(1), link]));
    const headings = [...document.querySelectorAll("main h2[id]")].filter((heading) => links.has(heading.id));
    const mark = () => {
      const now = headings.filter((heading) => heading.getBoundingClientRect().top < 120).pop();
      links.forEach((link, id) => link.classList.toggle("now", Boolean(now) && id === now.id));
    };
    let waiting = false;
    const later = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    };
    document.addEventListener("scroll", later, { passive: true });
    mark();
  }

  // A table that is wider than the screen says so, and can be moved with the keyboard.
  const measure = (holder) => {
    const rest = holder.scrollWidth - holder.clientWidth;
    if (rest < 2) {
      delete holder.dataset.more;
      holder.removeAttribute("tabindex");
      return;
    }
    holder.tabIndex = 0;
    holder.dataset.more = holder.scrollLeft < 2 ? "right" : holder.scrollLeft > rest - 2 ? "left" : "both";
  };
  const watch = new ResizeObserver((entries) => entries.forEach((entry) => measure(entry.target)));
  document.querySelectorAll(".table").forEach((holder) => {
    watch.observe(holder); // also tells when a folded part is opened
    holder.addEventListener("scroll", () => measure(holder), { passive: true });
  });

  // What is printed with the annex is unfolded; without it, what is folded stays folded.
  const annex = document.getElementById("with-annex");
  window.addEventListener("beforeprint", () => {
    if (annex && annex.checked) document.querySelectorAll("details").forEach((part) => part.setAttribute("open", ""));
  });
})();
