/* Which weekday is that, and is it worked? Said below each date that is asked, from the project's calendar. */

import { whenShown } from "./shown.js";

const years = new Map();

/* The days of a year that are no ordinary ones; null where the calendar cannot be had. */
function calendarOf(year) {
  if (!years.has(year)) {
    const address = `/calendar/${year}.json?${document.documentElement.lang}`;
    years.set(year, fetch(address, { redirect: "manual" }).then((answer) => (answer.ok ? answer.json() : null), () => null));
  }
  return years.get(year);
}

async function nameDay(field, line) {
  const found = /^(\d{4})-(\d\d)-(\d\d)/.exec(field.value);
  line.textContent = "";
  line.classList.remove("wj-day-rest");
  if (!found || found[1] < "1000") return;
  const [day, year, month, date] = found;
  const noon = new Date(Number(year), Number(month) - 1, Number(date), 12);
  const weekday = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long" }).format(noon);
  line.textContent = weekday;
  const calendar = await calendarOf(year);
  if (!calendar || !field.value.startsWith(day)) return;
  const weekend = [0, 6].includes(noon.getDay());
  const [rest, said] = calendar.days[day] || [weekend, weekend ? calendar.weekend : calendar.working];
  line.textContent = [weekday, said, calendar.note].filter(Boolean).join(" · ");
  line.classList.toggle("wj-day-rest", rest);
}

function lookForDates(root) {
  for (const field of root.querySelectorAll('form[method="post"] :is(input[type="date"], input[type="datetime-local"])')) {
    const line = document.createElement("p");
    line.className = "wj-day";
    line.id = `${field.id}_day`;
    line.setAttribute("aria-live", "polite");
    field.after(line);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${line.id}`.trim());
    field.addEventListener("input", () => nameDay(field, line));
    field.form.addEventListener("change", () => nameDay(field, line));
    nameDay(field, line);
  }
}

whenShown(lookForDates);
