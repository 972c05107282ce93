// The part of anywidget's front end that our modules may use: get, set, save_changes, on, off, send.
class Model {
  constructor(name, state) { this.name = name; this.state = state; this.listeners = new Map(); this.sent = []; }
  get(name) { return this.state[name]; }
  set(name, value) { this.receive({ [name]: value }); }
  save_changes() {}
  on(event, listener) { this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]); }
  off(event, listener) { this.listeners.set(event, (this.listeners.get(event) ?? []).filter((each) => each !== listener)); }
  emit(event, ...given) { for (const listener of this.listeners.get(event) ?? []) listener(...given); }
  receive(state) {
    const changed = Object.keys(state).filter((name) => JSON.stringify(this.state[name]) !== JSON.stringify(state[name]));
    Object.assign(this.state, state);
    for (const name of changed) this.emit("change:" + name);
  }
  message(content, buffers) { this.emit("msg:custom", content, buffers); }
  send(content, callbacks, buffers) {
    this.sent.push(JSON.parse(JSON.stringify(content)));
    this.buffers = buffers;
    globalThis.kernel?.(this.name, JSON.parse(JSON.stringify(content)));
  }
}
globalThis.models = {};
globalThis.mount = async (name, esm, css, state, place) => {
  if (css) document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const widget = (await import(url)).default;
  const model = (globalThis.models[name] = new Model(name, state));
  const host = document.createElement("div");
  document.querySelector(place).append(host);
  model.unmount = await widget.render({ model, el: host });
  model.host = host;
};
