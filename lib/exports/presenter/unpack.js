// Texts that `packed_text.py` has packed, unpacked by the browser itself.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;,=>?@^_`{|}~";

/** Give the text of an element, unpacked; fails where the browser is too old for it. */
function unpack(element) {
  const inflater = new DecompressionStream("deflate");
  return new Response(new Blob([bytesOf(element.textContent)]).stream().pipeThrough(inflater)).text();
}

function bytesOf(text) {
  const values = new Uint8Array(128);
  [...DIGITS].forEach((digit, value) => (values[digit.charCodeAt(0)] = value));
  const whole = text.padEnd(Math.ceil(text.length / 5) * 5, "~");
  const bytes = new DataView(new ArrayBuffer((whole.length / 5) * 4));
  for (let group = 0; group * 5 < whole.length; group += 1) {
    let number = 0;
    for (let place = 0; place < 5; place += 1) number = number * 85 + values[whole.charCodeAt(group * 5 + place)];
    bytes.setUint32(group * 4, number);
  }
  return new Uint8Array(bytes.buffer, 0, Math.floor((text.length * 4) / 5));
}
