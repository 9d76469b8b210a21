/* How is a chart drawn? From the option in its data-option, completed with our tokens. Strict CSP. */

const tokens = getComputedStyle(document.documentElement);
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const PAPER = 660; /* the width of a chart on paper, in pixels of CSS */
const DECALS = [
  { symbol: "none" },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
  { symbol: "circle", dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], symbolSize: 0.7 },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [4, 3], rotation: Math.PI / 2 },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4 },
];

/* A text that is the name of a token ("--red") becomes its value. */
function coloured(value) {
  if (typeof value === "string" && value.startsWith("--")) return tokens.getPropertyValue(value).trim();
  if (Array.isArray(value)) return value.map(coloured);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, coloured(inner)]));
  }
  return value;
}

function axis(given, width) {
  const names = given.type === "category";
  const across = names && given.inverse;
  return {
    ...given,
    axisLine: { show: names, lineStyle: { color: coloured("--chart-axis") } },
    axisTick: { show: false },
    splitNumber: width < 480 ? 3 : 5,
    splitLine: { show: !names, lineStyle: { color: coloured("--line") } },
    axisLabel: {
      color: coloured(across ? "--ink" : "--soft"),
      fontSize: 12,
      hideOverlap: !across,
      ...given.axisLabel,
      ...(across ? { width: Math.min(220, width * 0.36), overflow: "break", interval: 0 } : {}),
    },
  };
}

/* The legend wraps, so the drawing begins below as many lines as it takes. */
function legendHeight(option, width) {
  const taken = option.series.map(({ name }) => 32 + Array.from(name).reduce((sum, sign) => sum + (sign > "\u2e80" ? 12 : 6.4), 0));
  let lines = 1;
  let used = 0;
  for (const part of taken) {
    lines += used && used + part > width ? 1 : 0;
    used = used && used + part > width ? part : used + part;
  }
  return 22 + lines * 20;
}

function completed(given, title, width) {
  const option = coloured(given);
  const several = option.series.length > 1;
  const told = several || Boolean(option.legend?.show);
  const dots = option.series[0]?.type === "scatter";
  const labelled = Boolean(option.series[0]?.data[0]?.label);
  return {
    ...option,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    animationDuration: 300,
    aria: { enabled: true, label: { description: title }, decal: { show: several, decals: DECALS } },
    grid: { left: 8, right: labelled ? 76 : 24, top: told ? legendHeight(option, width) : 14, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    legend: { show: told, top: 0, left: 0, ...(dots ? {} : { icon: "roundRect" }), itemWidth: 18, itemHeight: 12, textStyle: { color: coloured("--ink") } },
    tooltip: {
      ...option.tooltip,
      renderMode: "richText", /* the other one writes styles into the page, which the policy forbids */
      confine: true,
      axisPointer: { type: option.series[0].type === "bar" ? "shadow" : "line" },
      textStyle: { color: coloured("--ink"), fontSize: 13 },
    },
    xAxis: axis(option.xAxis, width),
    yAxis: axis(option.yAxis, width),
    series: option.series.map((series) => ({
      barMaxWidth: 26,
      ...series,
      label: { color: coloured("--ink"), fontSize: 12, ...series.label },
      emphasis: { focus: "none" },
    })),
  };
}

/* Names below each other need a row each; else a chart is as high as its style says. */
function heightOf(option) {
  if (option.yAxis.type !== "category") return "";
  const rows = option.yAxis.data.length;
  const beside = option.series.length > 1 && option.series[0].type === "bar" && !option.series[0].stack;
  return `${rows * (beside ? 46 : 36) + 80}px`;
}

function draw(place) {
  const option = JSON.parse(place.dataset.option);
  place.hidden = false;
  place.style.height = heightOf(option);
  const locale = document.documentElement.lang.startsWith("zh") ? "ZH" : "EN";
  const chart = window.echarts.init(place, null, { renderer: "svg", locale });
  const fit = (width, moves = false) => {
    chart.resize({ width });
    chart.setOption({ ...completed(option, place.dataset.title, width), animation: moves });
  };
  fit(place.clientWidth, !still.matches);
  new ResizeObserver(() => { if (place.clientWidth !== chart.getWidth()) fit(place.clientWidth); }).observe(place);
  window.addEventListener("beforeprint", () => fit(Math.min(place.clientWidth, PAPER)));
  window.addEventListener("afterprint", () => fit(place.clientWidth));
  const table = place.parentElement.querySelector("details");
  table.open = "stays" in table.dataset;
}

document.addEventListener("DOMContentLoaded", () => {
  if (window.echarts) document.querySelectorAll("[data-option]").forEach(draw);
});
