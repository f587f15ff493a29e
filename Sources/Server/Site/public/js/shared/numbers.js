// Numbers as India writes them, 1,23,456, and moments in its time.

import { language } from "./texts.js";

const formats = new Map();

const locale = () => (language() === "ta" ? "ta-IN-u-nu-latn" : "en-IN");

function format(digits) {
  const key = `${locale()} ${digits}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  }
  return formats.get(key);
}

export const count = (value) => format(0).format(value);

/** With its sign, the minus a true one: +3, −2, 0. */
export function signed(value, digits = 0) {
  const text = format(digits).format(Math.abs(value));
  if (Number(text.replaceAll(",", "")) === 0) return text;
  return (value > 0 ? "+" : "\u2212") + text;
}

/** What was typed as a number, without spaces and in the digits that programs read; Tamil ones are taken too. */
export const plain = (typed) => typed.replaceAll(/\s/g, "")
  .replace(/[\u0be6-\u0bef]/g, (digit) => digit.charCodeAt(0) - 0x0be6);

/** Square kilometres: one digit below 100. */
export const area = (km2) => format(km2 < 100 ? 1 : 0).format(km2);

/** A length in metres as kilometres, one digit below 100 km. */
export const kilometres = (metres) => format(metres < 100_000 ? 1 : 0).format(metres / 1000);

const clock = { day: "numeric", month: "short", year: "numeric", hour: "numeric", minute: "2-digit" };

/** Day and time in India, of an RFC 3339 time; in Tamil with the word for the time of day, where English has am and pm. */
export const moment = (time) =>
  new Intl.DateTimeFormat(locale(), {
    ...clock, timeZone: "Asia/Kolkata", ...(language() === "ta" ? { dayPeriod: "short" } : {}),
  }).format(new Date(time));
