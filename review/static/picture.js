// The paper on a canvas: the crop of the asked place with its mark, or the whole page. Zoom, turn and pan by keys, by
// wheel and by dragging. A marked line too long for the pane is laid in rows, broken between words.

import { say } from "./elements.js";
import { picture } from "./wire.js";

const READABLE = 56; // CSS px: height of a line on screen, so that small letters are some 28 px high
const LEAST = 34; // CSS px: rather rows than lines smaller than this
const STEP = 1.25;
const MARGIN = 12;

export class Picture {
  #place = null;
  #item = null;
  #page = null; // { bitmap, number, width }
  #pages = new Map();
  #whole = false;
  #zoom = 1;
  #turn = 0;
  #middle = { x: 0, y: 0 }; // in px of what is shown, from its middle
  #dragged = null;

  constructor(canvas, told) {
    this.canvas = canvas;
    this.told = told; // (sentence) of what is seen now
    new ResizeObserver(() => this.draw()).observe(canvas);
    canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    canvas.addEventListener("pointerdown", (event) => this.#press(event));
    canvas.addEventListener("pointermove", (event) => this.#drag(event));
    canvas.addEventListener("pointerup", () => (this.#dragged = null));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  show(item, number = 0) {
    if (this.#item?.task !== item.task) this.#pages.clear();
    this.#item = item;
    this.#place = item.places[number] ?? null;
    this.#page = null;
    this.#whole = !this.#place;
    this.#home();
    if (this.#whole) this.#loadPage(this.#pageOf()).then(() => this.draw());
    this.draw();
  }

  // no question is asked: nobody's paper stays on the screen
  clear() {
    this.#item = this.#place = this.#page = null;
    this.#whole = false;
    this.#pages.clear();
    this.draw();
  }

  get whole() {
    return this.#whole;
  }

  async toggle() {
    if (!this.#item || (this.#whole && !this.#place)) return;
    this.#whole = !this.#whole;
    this.#home();
    if (this.#whole) await this.#loadPage(this.#page?.number ?? this.#pageOf());
    this.draw();
  }

  // another marked place, or in the whole page another page
  async other(step) {
    if (!this.#item) return;
    if (!this.#whole) {
      const at = this.#item.places.indexOf(this.#place);
      const next = this.#item.places[(at + step + this.#item.places.length) % this.#item.places.length];
      this.#place = next;
      if (!next.bitmap) next.bitmap = await picture(next.crop).catch(() => null);
    } else {
      const numbers = this.#item.pages.map((one) => one.number);
      const at = numbers.indexOf(this.#page?.number ?? this.#pageOf());
      await this.#loadPage(numbers[Math.max(0, Math.min(numbers.length - 1, at + step))]);
    }
    this.#home();
    this.draw();
  }

  async page(number) {
    this.#whole = true;
    await this.#loadPage(number);
    this.#home();
    this.draw();
  }

  get number() {
    return this.#page?.number ?? this.#pageOf();
  }

  zoom(steps) {
    this.#zoom = Math.max(0.4, Math.min(12, this.#zoom * STEP ** steps));
    this.draw();
  }

  turn() {
    this.#turn = (this.#turn + 90) % 360;
    this.draw();
  }

  pan(x, y) {
    const scale = this.#scale();
    this.#middle.x += (x * this.canvas.clientWidth * 0.25) / scale;
    this.#middle.y += (y * this.canvas.clientHeight * 0.25) / scale;
    this.draw();
  }

  #home() {
    this.#zoom = 1;
    this.#turn = 0;
    this.#middle = { x: 0, y: 0 };
  }

  #pageOf() {
    return this.#place?.page ?? this.#item?.pages[0]?.number ?? 1;
  }

  async #loadPage(number) {
    const held = this.#item?.pages.find((one) => one.number === number);
    if (!held) return;
    const item = this.#item;
    this.#page = { ...held, bitmap: this.#pages.get(number) ?? held.bitmap };
    if (this.#page.bitmap) return;
    this.told(say("ask.page_loading"));
    const bitmap = await picture(held.url).catch(() => null);
    if (this.#item !== item) return;
    if (bitmap) this.#pages.set(number, bitmap);
    if (this.#page?.number === number) this.#page.bitmap = bitmap;
  }

  #shown() {
    return this.#whole ? this.#page?.bitmap : this.#place?.bitmap;
  }

  // how many CSS px one px of what is shown takes when it fits, before the zoom
  #fit() {
    const bitmap = this.#shown();
    const across = this.#turn % 180 === 0;
    const [width, height] = across ? [bitmap.width, bitmap.height] : [bitmap.height, bitmap.width];
    const room = [this.canvas.clientWidth - 2 * MARGIN, this.canvas.clientHeight - 2 * MARGIN];
    if (this.#whole) return Math.min(room[0] / width, room[1] / height);
    const { mark, line, bitmapScale } = this.#sizes();
    const wide = room[0] / ((mark[2] - mark[0] + line) * bitmapScale);
    return Math.min(wide, READABLE / (line * bitmapScale), room[1] / height);
  }

  #sizes() {
    const { region, mark, line } = this.#place;
    return { region, mark, line, bitmapScale: this.#place.bitmap.width / (region[2] - region[0]) };
  }

  #scale() {
    return this.#shown() ? this.#fit() * this.#zoom : 1;
  }

  draw() {
    const { canvas } = this;
    const ratio = devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    const bitmap = this.#shown();
    canvas.dataset.shows = bitmap ? (this.#whole ? "page" : "crop") : "nothing";
    if (!bitmap) return this.told(say(this.#item ? "ask.picture_missing" : "ask.nothing_yet"));
    context.scale(ratio, ratio);
    context.imageSmoothingQuality = "high";
    if (this.#inRows()) this.#drawRows(context);
    else this.#drawPlain(context, bitmap);
    this.told(this.#whole ? say("ask.seen_page", { page: this.number }) : say("ask.seen_crop", { page: this.#place.page }));
  }

  #drawPlain(context, bitmap) {
    const scale = this.#scale();
    const mark = this.#markOn(bitmap);
    const at = this.#whole || !mark ? [bitmap.width / 2, bitmap.height / 2] : this.#looksAt(mark, bitmap, scale);
    context.save();
    context.translate(this.canvas.clientWidth / 2, this.canvas.clientHeight / 2);
    context.rotate((this.#turn * Math.PI) / 180);
    context.scale(scale, scale);
    const [dx, dy] = turned(this.#middle, this.#turn);
    context.translate(-at[0] - dx, -at[1] - dy);
    context.drawImage(bitmap, 0, 0);
    if (mark) frame(context, mark, scale);
    context.restore();
  }

  // the middle of the pane, in px of the crop: the mark towards the right, so that its label is seen at its left
  #looksAt(mark, bitmap, scale) {
    if (this.#zoom !== 1 || this.#turn) return [(mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2];
    const half = this.canvas.clientWidth / 2 / scale;
    if (bitmap.width <= 2 * half) return [bitmap.width / 2, bitmap.height / 2];
    const { line, bitmapScale } = this.#sizes();
    const right = mark[2] + line * bitmapScale - half;
    return [Math.max(half - MARGIN / scale, Math.min(right, bitmap.width - half)), bitmap.height / 2];
  }

  #markOn(bitmap) {
    if (!this.#place) return null;
    const { mark, region } = this.#place;
    if (!this.#whole) {
      const scale = bitmap.width / (region[2] - region[0]);
      return [mark[0] - region[0], mark[1] - region[1], mark[2] - region[0], mark[3] - region[1]].map((x) => x * scale);
    }
    if (this.#place.page !== this.#page?.number) return null;
    return mark.map((x) => (x * bitmap.width) / this.#page.width);
  }

  #inRows() {
    if (this.#whole || this.#turn || this.#zoom !== 1) return false;
    return this.#sizes().line * this.#sizes().bitmapScale * this.#fit() < LEAST && this.#rows().length > 1;
  }

  // stretches of the crop, in its own px, each as wide as the pane at a readable size
  #rows() {
    const { region, line, bitmapScale } = this.#sizes();
    const scale = READABLE / (line * bitmapScale);
    const room = (this.canvas.clientWidth - 2 * MARGIN) / scale;
    const [x, y] = [0, 1].map((side) => (at) => (at - region[side]) * bitmapScale);
    const rows = [];
    for (const { box, breaks } of this.#place.rows) {
      const end = x(box[2] + line / 2);
      const [top, bottom] = [Math.max(0, y(box[1] - line * 0.35)), Math.min(this.#place.bitmap.height, y(box[3] + line * 0.35))];
      for (let from = x(box[0] - line / 2); from < end && rows.length < 8; ) {
        const gaps = breaks.map(x).filter((at) => at > from + room / 2 && at <= from + room);
        const to = end - from <= room ? end : (gaps.at(-1) ?? from + room);
        rows.push([from, top, to, bottom]);
        from = to;
      }
    }
    return rows;
  }

  #drawRows(context) {
    const { line, bitmapScale } = this.#sizes();
    const rows = this.#rows();
    const high = rows.reduce((sum, [, top, , bottom]) => sum + bottom - top, 0);
    const room = this.canvas.clientHeight - 2 * MARGIN - rows.length * 10;
    const scale = Math.min(READABLE / (line * bitmapScale), room / high);
    let y = (this.canvas.clientHeight - high * scale - rows.length * 10) / 2;
    for (const [from, top, to, bottom] of rows) {
      const size = [(to - from) * scale, (bottom - top) * scale];
      context.drawImage(this.#place.bitmap, from, top, to - from, bottom - top, MARGIN, y, ...size);
      frame(context, [MARGIN, y, MARGIN + size[0], y + size[1]], 1);
      y += size[1] + 10;
    }
  }

  #wheel(event) {
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1 : -1);
  }

  #press(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.#dragged = { x: event.clientX, y: event.clientY };
  }

  #drag(event) {
    if (!this.#dragged) return;
    const scale = this.#scale();
    this.#middle.x -= (event.clientX - this.#dragged.x) / scale;
    this.#middle.y -= (event.clientY - this.#dragged.y) / scale;
    this.#dragged = { x: event.clientX, y: event.clientY };
    this.draw();
  }
}

function frame(context, [left, top, right, bottom], scale) {
  const gap = 3 / scale;
  context.lineWidth = 2.5 / scale;
  context.strokeStyle = "#c2410c";
  context.strokeRect(left - gap, top - gap, right - left + 2 * gap, bottom - top + 2 * gap);
}

function turned({ x, y }, degrees) {
  return { 0: [x, y], 90: [y, -x], 180: [-x, -y], 270: [-y, x] }[degrees];
}
