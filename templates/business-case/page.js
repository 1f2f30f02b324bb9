"use strict";
document.documentElement.classList.add("has-script");

for (const figure of document.querySelectorAll("figure")) {
  const readout = figure.querySelector(".readout");
  for (const chart of figure.querySelectorAll(".chart")) {
    const points = [...chart.querySelectorAll(".point")];
    points.forEach((point, place) => {
      const say = () => { readout.textContent = point.getAttribute("aria-label"); };
      point.setAttribute("tabindex", place ? "-1" : "0");
      point.addEventListener("pointerenter", say);
      point.addEventListener("focus", say);
      point.addEventListener("keydown", event => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        const next = points[place + (step || 0)];
        if (!step || !next) return;
        event.preventDefault();
        point.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      });
    });
  }
}

const words = document.getElementById("main").dataset;
for (const table of document.querySelectorAll("table")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words.copy;
  button.setAttribute("aria-describedby", table.querySelector("caption").id);
  button.addEventListener("click", () => {
    const range = document.createRange();
    range.selectNode(table);
    const chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
    button.textContent = document.execCommand("copy") ? words.copied : words.selected;
  });
  table.closest(".scroll").after(button);
}

const held = document.getElementById("trial-data");
if (held) {
  const data = JSON.parse(held.textContent);
  const at = id => document.getElementById("trial-" + id);
  const sliders = ["cut", "take-up", "staff", "rate"];
  const MINUS = "\u2212";
  const signed = (value, text) => (value < 0 ? MINUS : "") + text;
  const perCent = share => signed(Number((share * 100).toFixed(1)), Math.abs(share * 100).toFixed(1) + "%");
  const grouped = whole => String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
  const pounds = value => {
    const size = Math.abs(value);
    if (Math.round(size) === 0) return "£0";
    if (size < 9999.5) return signed(value, "£" + grouped(Math.round(size)));
    if (size < 999500) return signed(value, "£" + Math.round(size / 1e3) + "k");
    return signed(value, "£" + (size / 1e6).toFixed(1) + "m");
  };
  const sum = values => values.reduce((all, value) => all + value, 0);
  const present = (stream, rate, timing) => sum(stream.map((value, y) => value * (1 + rate) ** -(y + timing)));
  const worth = (option, set) => {
    const s = option.streams[set["take-up"]];
    const pv = stream => present(stream, set.rate, option.timing);
    const pvc = set.staff * pv(s.staff) + pv(s.other);
    const fixed = pv(s.fixed), perCut = pv(s.per_cut);
    return { pvc, pvb: fixed + set.cut * perCut, fixed, perCut };
  };
  const own = option => ({
    "cut": option.cut, "staff": 1, "rate": option.rate,
    "take-up": option.streams.findIndex(s => s.take_up === option.take_up),
  });
  let set = {};
  const chosen = () => data.options[at("option").value];
  const show = () => {
    const option = chosen(), now = worth(option, set), was = worth(option, own(option));
    const net = now.pvb - now.pvc, change = net - (was.pvb - was.pvc), told = at("change").dataset;
    at("cut-now").textContent = perCent(set.cut);
    at("take-up-now").textContent = perCent(option.streams[set["take-up"]].take_up);
    at("staff-now").textContent = perCent(set.staff);
    at("rate-now").textContent = perCent(set.rate);
    at("npsv").textContent = pounds(net);
    at("npsv").dataset.value = net;
    at("pvc").textContent = pounds(now.pvc);
    at("pvb").textContent = pounds(now.pvb);
    at("change").textContent = Math.abs(change) < 0.5 ? told.asIs
      : pounds(Math.abs(change)) + " " + (change > 0 ? told.more : told.less);
    const cut = (now.pvc - now.fixed) / now.perCut, said = at("break-even").dataset;
    at("break-even").textContent = now.pvc <= now.fixed ? said.always
      : now.perCut > 0 && cut <= 1 ? said.at + " " + perCent(cut) + "." : said.never;
  };
  const reset = () => {
    const option = chosen();
    set = own(option);
    at("take-up").max = option.streams.length - 1;
    for (const name of sliders) at(name).value = set[name];
    show();
  };
  for (const name of sliders)
    at(name).addEventListener("input", () => { set[name] = Number(at(name).value); show(); });
  at("option").addEventListener("change", reset);
  at("option").form.addEventListener("reset", event => { event.preventDefault(); reset(); });
  reset();
}
