/** Reads numbers out of bytes that nobody checked; throws at the end instead of making numbers up. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at: number;
  readonly #end: number;

  constructor(bytes: Uint8Array, from = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = Math.min(end, bytes.length);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  /** Unsigned, up to 2^53. */
  varint(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      if (this.#at >= this.#end) throw new RangeError('The bytes end within a number.');
      const byte = this.#bytes[this.#at++]!;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
    throw new RangeError('A number is too long.');
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** The next `length` bytes as a reader of their own. */
  part(length: number): ByteReader {
    if (length > this.left) throw new RangeError('A part is longer than the whole.');
    const part = new ByteReader(this.#bytes, this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  text(): string {
    const text = new TextDecoder().decode(this.#bytes.subarray(this.#at, this.#end));
    this.#at = this.#end;
    return text;
  }

  skip(bytes: number): void {
    if (bytes > this.left) throw new RangeError('A part is longer than the whole.');
    this.#at += bytes;
  }
}
