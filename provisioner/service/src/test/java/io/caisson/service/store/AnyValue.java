package io.caisson.service.store;

import io.caisson.domain.cluster.Cidr;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.spi.cloud.SecurityRule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes arbitrary values of the domain's types; the same ones for the same seed. */
public final class AnyValue {
  /** What people and clouds write that breaks careless software. */
  public static final List<String> HOSTILE_TEXTS =
      List.of(
          "",
          "plain",
          "O'Brien \"quoted\" \\back\\ %s %d ${x} #{y}",
          "'; drop table cluster; --",
          "\u5bb9\u5668 \ud83d\udea2 e\u0301",
          "two\nlines\tand\u0001more\r",
          "\\u0000 is only written here",
          "x".repeat(300));

  private final Random random;
  private final Map<Class<?>, Supplier<Object>> constrained;

  public AnyValue(long seed) {
    this.random = new Random(seed);
    this.constrained =
        Map.of(
            ClusterId.class, () -> new ClusterId(new UUID(random.nextLong(), 7).toString()),
            MachineId.class, () -> new MachineId(oneOf(List.of("a", "w-1", "gpu-pool")), number()),
            ResourceKey.class, () -> new ResourceKey(oneOf(ResourceKey.Kind.values()), text()),
            Cidr.class, () -> Cidr.parse("10." + random.nextInt(256) + ".0.0/16"),
            SecurityRule.class, () -> SecurityRule.tcp(number(), "10.0.0.0/8"));
  }

  public <T> T of(Class<T> type) {
    return type.cast(of((Type) type));
  }

  private Object of(Type type) {
    return switch (type) {
      case ParameterizedType generic -> generic(generic);
      case Class<?> plain -> plain(plain);
      default -> throw new IllegalArgumentException("no values of " + type);
    };
  }

  private Object generic(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] of = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return random.nextBoolean() ? Optional.of(of(of[0])) : Optional.empty();
    }
    List<Object> some = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      some.add(of(of[0]));
    }
    if (raw == List.class) {
      return some;
    }
    Map<Object, Object> map = new TreeMap<>();
    some.forEach(key -> map.put(key, of(of[1])));
    return map;
  }

  private Object plain(Class<?> type) {
    if (constrained.containsKey(type)) {
      return constrained.get(type).get();
    } else if (type.isEnum()) {
      return oneOf(type.getEnumConstants());
    } else if (type.isSealed()) {
      return of((Type) oneOf(type.getPermittedSubclasses()));
    } else if (type.isRecord()) {
      return record(type);
    }
    return switch (type.getName()) {
      case "java.lang.String" -> text();
      case "int", "java.lang.Integer" -> number();
      case "long" -> random.nextLong();
      case "boolean" -> random.nextBoolean();
      case "java.time.Instant" -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1 << 29));
      case "java.time.Duration" -> Duration.ofMillis(random.nextInt());
      default -> throw new IllegalArgumentException("no values of " + type);
    };
  }

  private Object record(Class<?> type) {
    RecordComponent[] parts = type.getRecordComponents();
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(parts).map(part -> of(part.getGenericType())).toArray();
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("no value of " + type, impossible);
    }
  }

  private int number() {
    return 1 + random.nextInt(60_000);
  }

  private String text() {
    return oneOf(HOSTILE_TEXTS);
  }

  @SafeVarargs
  private <T> T oneOf(T... all) {
    return all[random.nextInt(all.length)];
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
