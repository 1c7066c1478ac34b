package io.caisson.simulator.etcd;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes the fields of one message. As proto3 wants it, what has its default value is left out.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final Buffer out = Buffer.buffer();

  ProtoWriter number(int field, long value) {
    if (value != 0) {
      varint((long) field << 3 | VARINT);
      varint(value);
    }
    return this;
  }

  ProtoWriter flag(int field, boolean value) {
    return number(field, value ? 1 : 0);
  }

  ProtoWriter text(int field, String value) {
    return value.isEmpty()
        ? this
        : bytes(field, Buffer.buffer(value.getBytes(StandardCharsets.UTF_8)));
  }

  /** A message inside this one; it is written even if it is empty. */
  ProtoWriter message(int field, ProtoWriter inner) {
    return bytes(field, inner.out);
  }

  private ProtoWriter bytes(int field, Buffer value) {
    varint((long) field << 3 | BYTES);
    varint(value.length());
    out.appendBuffer(value);
    return this;
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.appendByte((byte) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    out.appendByte((byte) left);
  }

  Buffer done() {
    return out;
  }
}
