// Pages taken with the computer's own camera, one after the other; each becomes a JPEG of the camera's own pixels.

import { find, say } from "./elements.js";

const BEST = { width: { ideal: 3840 }, height: { ideal: 2160 } };
const QUALITY = 0.92; // of the JPEG: letters stay whole, a page has about a megabyte

export class Camera {
  #stream = null;
  #cameras = [];
  #at = 0;
  #taken = 0;

  // `take(file)`: what is done with a picture; `fail(sentence)`
  constructor(take, fail) {
    this.take = take;
    this.fail = fail;
    this.dialog = find("camera-dialog");
    this.view = find("view");
    find("shoot").addEventListener("click", () => this.#shoot());
    find("turn").addEventListener("click", () => this.#turn());
    find("camera-close").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.#end());
  }

  static there() {
    return Boolean(navigator.mediaDevices?.getUserMedia);
  }

  async open() {
    if (!(await this.#begin({ ...BEST, facingMode: { ideal: "environment" } }))) return;
    this.#cameras = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
    find("turn").hidden = this.#cameras.length < 2;
    find("shots").textContent = "";
    this.dialog.showModal();
    find("shoot").focus();
  }

  async #begin(video) {
    this.#end();
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    } catch {
      this.dialog.close();
      this.fail(say("counter.no-camera"));
      return false;
    }
    this.view.srcObject = this.#stream;
    return true;
  }

  async #turn() {
    this.#at = (this.#at + 1) % this.#cameras.length;
    await this.#begin({ ...BEST, deviceId: { exact: this.#cameras[this.#at].deviceId } });
  }

  async #shoot() {
    const { videoWidth: width, videoHeight: height } = this.view;
    if (!width) return; // no picture yet
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d").drawImage(this.view, 0, 0);
    const picture = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    this.#taken += 1;
    find("shots").textContent = say("counter.shots", { count: this.#taken });
    this.take(new File([picture], say("counter.shot", { number: this.#taken }), { type: "image/jpeg" }));
  }

  #end() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.view.srcObject = null;
  }
}
