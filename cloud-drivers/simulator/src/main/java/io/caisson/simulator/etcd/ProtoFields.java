package io.caisson.simulator.etcd;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a message that was received. Of numbers the last value counts, texts are lists. */
final class ProtoFields {
  private final Map<Integer, Long> numbers = new HashMap<>();
  private final Map<Integer, List<String>> texts = new HashMap<>();

  private ProtoFields() {}

  /** Throws {@link GrpcRefusal} for bytes that are no message. */
  static ProtoFields of(Buffer message) throws GrpcRefusal {
    ProtoFields fields = new ProtoFields();
    Cursor cursor = new Cursor(message);
    try {
      while (cursor.at < message.length()) {
        fields.read(cursor);
      }
    } catch (IndexOutOfBoundsException cutOff) {
      throw GrpcRefusal.unreadable("unexpected EOF");
    }
    return fields;
  }

  long number(int field) {
    return numbers.getOrDefault(field, 0L);
  }

  boolean flag(int field) {
    return number(field) != 0;
  }

  List<String> texts(int field) {
    return texts.getOrDefault(field, List.of());
  }

  private void read(Cursor cursor) throws GrpcRefusal {
    long tag = cursor.varint();
    int field = (int) (tag >>> 3);
    switch ((int) (tag & 7)) {
      case 0 -> numbers.put(field, cursor.varint());
      case 1 -> cursor.skip(8);
      case 2 -> texts.computeIfAbsent(field, f -> new ArrayList<>()).add(cursor.text());
      case 5 -> cursor.skip(4);
      default -> throw GrpcRefusal.unreadable("proto: illegal wireType " + (tag & 7));
    }
  }

  /** A place in the bytes. */
  private static final class Cursor {
    private final Buffer bytes;
    private int at;

    Cursor(Buffer bytes) {
      this.bytes = bytes;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        byte next = bytes.getByte(at++);
        value |= (next & 0x7FL) << shift;
        if (next >= 0) {
          break;
        }
      }
      return value;
    }

    String text() {
      long length = varint();
      if (length < 0 || length > bytes.length() - at) {
        throw new IndexOutOfBoundsException();
      }
      int from = at;
      at += (int) length;
      return new String(bytes.getBytes(from, at), StandardCharsets.UTF_8);
    }

    void skip(int count) {
      at += count;
      if (at > bytes.length()) {
        throw new IndexOutOfBoundsException();
      }
    }
  }
}
