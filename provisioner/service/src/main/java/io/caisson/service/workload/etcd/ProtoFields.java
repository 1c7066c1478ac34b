package io.caisson.service.workload.etcd;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okio.Buffer;
import okio.ByteString;

/**
 * A protobuf message by the numbers of its fields. The few messages that are needed have numbers,
 * texts and messages only; unknown fields do no harm.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class ProtoFields {
  private final Map<Integer, Long> numbers = new TreeMap<>();
  private final Map<Integer, List<ByteString>> bytes = new TreeMap<>();

  private ProtoFields() {}

  /** Throws {@link IOException} for bytes that are no message. */
  static ProtoFields of(ByteString message) throws IOException {
    ProtoFields fields = new ProtoFields();
    Buffer left = new Buffer().write(message);
    while (!left.exhausted()) {
      fields.read(left);
    }
    return fields;
  }

  /** A message that has this number and nothing else. */
  static ByteString withNumber(int field, long value) {
    Buffer out = new Buffer();
    writeVarint(out, (long) field << 3);
    writeVarint(out, value);
    return out.readByteString();
  }

  /** 0 if it is left out, as proto3 has it. */
  long number(int field) {
    return numbers.getOrDefault(field, 0L);
  }

  boolean flag(int field) {
    return number(field) != 0;
  }

  /** The last one; empty if it is left out. */
  String text(int field) {
    List<String> all = texts(field);
    return all.isEmpty() ? "" : all.getLast();
  }

  List<String> texts(int field) {
    return bytes.getOrDefault(field, List.of()).stream().map(ByteString::utf8).toList();
  }

  List<ProtoFields> messages(int field) throws IOException {
    List<ProtoFields> all = new ArrayList<>();
    for (ByteString one : bytes.getOrDefault(field, List.of())) {
      all.add(of(one));
    }
    return all;
  }

  private void read(Buffer left) throws IOException {
    long tag = readVarint(left);
    int field = (int) (tag >>> 3);
    switch ((int) (tag & 7)) {
      case 0 -> numbers.put(field, readVarint(left));
      case 1 -> left.skip(8);
      case 2 -> bytes.computeIfAbsent(field, _ -> new ArrayList<>()).add(readBytes(left));
      case 5 -> left.skip(4);
      default -> throw new IOException("no protobuf message: wire type " + (tag & 7));
    }
  }

  private static ByteString readBytes(Buffer left) throws IOException {
    long length = readVarint(left);
    if (length < 0 || length > left.size()) {
      throw new EOFException("a protobuf message ends too early");
    }
    return left.readByteString(length);
  }

  private static long readVarint(Buffer left) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = left.readByte();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("no protobuf message: a number of more than 64 bits");
  }

  private static void writeVarint(Buffer out, long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.writeByte((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    out.writeByte((int) left);
  }
}
