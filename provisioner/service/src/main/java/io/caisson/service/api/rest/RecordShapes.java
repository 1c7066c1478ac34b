package io.caisson.service.api.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The shapes of records as {@code Json} writes them: every component is there, under its name in
 * snake case, and is null only where it is an {@code Optional}. Records within records are named
 * after the types that hold them.
 */
final class RecordShapes {
  private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();

  private final SortedMap<String, Shape> shapes = new TreeMap<>();

  /** Those that were asked for, and all that they hold. */
  Map<String, Shape> all() {
    return shapes;
  }

  Shape of(Class<?> record) {
    String name = name(record);
    if (!shapes.containsKey(name)) {
      shapes.put(name, Shape.type("object"));
      Map<String, Shape> fields = new LinkedHashMap<>();
      for (RecordComponent component : record.getRecordComponents()) {
        String field = NAMES.translate(component.getName());
        fields.put(field, Views.ofFree(record, field).orElseGet(() -> of(component)));
      }
      shapes.put(name, Shape.object(fields, fields.keySet()));
    }
    return Shape.ref(name);
  }

  private Shape of(RecordComponent component) {
    try {
      return of(component.getGenericType());
    } catch (IllegalArgumentException unknown) {
      throw new IllegalStateException("no shape for " + component, unknown);
    }
  }

  private Shape of(Type type) {
    return switch (type) {
      case ParameterizedType given -> ofGeneric(given);
      case Class<?> one when one.isRecord() -> of(one);
      case Class<?> one when one.isEnum() ->
          Shape.oneOf(
              Arrays.stream(one.getEnumConstants())
                  .map(each -> ((Enum<?>) each).name())
                  .toArray(String[]::new));
      case Class<?> one -> ofPlain(one);
      default -> throw new IllegalArgumentException(type.getTypeName());
    };
  }

  private Shape ofGeneric(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] of = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return of(of[0]).orNull();
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return Shape.listOf(of(of[0]));
    }
    if (Map.class.isAssignableFrom(raw) && of[0] == String.class) {
      return Shape.mapOf(of(of[1]));
    }
    throw new IllegalArgumentException(type.getTypeName());
  }

  private static Shape ofPlain(Class<?> type) {
    if (type == String.class) {
      return Shape.text();
    }
    if (type == boolean.class || type == Boolean.class) {
      return Shape.flag();
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return Shape.integer();
    }
    if (type == Instant.class) {
      return Shape.text("date-time");
    }
    if (type == Duration.class) {
      return Shape.text("duration");
    }
    throw new IllegalArgumentException(type.getTypeName());
  }

  private static String name(Class<?> record) {
    Class<?> outer = record.getEnclosingClass();
    return (outer == null ? "" : name(outer)) + record.getSimpleName();
  }
}
