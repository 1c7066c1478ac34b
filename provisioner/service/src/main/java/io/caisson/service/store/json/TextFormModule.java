package io.caisson.service.store.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.Serializers;
import io.caisson.service.store.StorableText;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes texts, after a check that they can be stored, and the records that have a text form: those
 * with a static {@code parse(String)} that reads what their {@code toString} writes.
 */
final class TextFormModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  TextFormModule() {
    addSerializer(String.class, new Value());
    addKeySerializer(String.class, new Key());
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.addSerializers(
        new Serializers.Base() {
          @Override
          public @Nullable JsonSerializer<?> findSerializer(
              SerializationConfig config, JavaType type, BeanDescription about) {
            return parser(type.getRawClass()).isPresent() ? new Value() : null;
          }
        });
    context.addKeySerializers(
        new Serializers.Base() {
          @Override
          public @Nullable JsonSerializer<?> findSerializer(
              SerializationConfig config, JavaType type, BeanDescription about) {
            return parser(type.getRawClass()).isPresent() ? new Key() : null;
          }
        });
    context.addDeserializers(
        new Deserializers.Base() {
          @Override
          public @Nullable JsonDeserializer<?> findBeanDeserializer(
              JavaType type, DeserializationConfig config, BeanDescription about) {
            return parser(type.getRawClass()).map(ReadValue::new).orElse(null);
          }

          @Override
          public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
            return parser(type).isPresent();
          }
        });
    context.addKeyDeserializers(
        (type, _, _) -> parser(type.getRawClass()).map(ReadKey::new).orElse(null));
  }

  private static Optional<Method> parser(Class<?> type) {
    return type.isRecord()
        ? Arrays.stream(type.getMethods())
            .filter(
                method ->
                    method.getName().equals("parse")
                        && method.getReturnType() == type
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
            .findFirst()
        : Optional.empty();
  }

  private static Object parse(Method parser, String text) {
    try {
      return parser.invoke(null, text);
    } catch (ReflectiveOperationException unreadable) {
      throw new IllegalArgumentException(
          "not a %s: '%s'".formatted(parser.getReturnType().getSimpleName(), text), unreadable);
    }
  }

  private static final class Value extends JsonSerializer<Object> {
    @Override
    public void serialize(Object value, JsonGenerator to, SerializerProvider all)
        throws IOException {
      to.writeString(StorableText.check(value.toString()));
    }
  }

  private static final class Key extends JsonSerializer<Object> {
    @Override
    public void serialize(Object value, JsonGenerator to, SerializerProvider all)
        throws IOException {
      to.writeFieldName(StorableText.check(value.toString()));
    }
  }

  private static final class ReadValue extends StdScalarDeserializer<Object> {
    private static final long serialVersionUID = 1L;
    private final transient Method parser;

    ReadValue(Method parser) {
      super(parser.getReturnType());
      this.parser = parser;
    }

    @Override
    public Object deserialize(JsonParser from, DeserializationContext context) throws IOException {
      return parse(parser, from.getValueAsString(""));
    }
  }

  private static final class ReadKey extends KeyDeserializer {
    private final Method parser;

    ReadKey(Method parser) {
      this.parser = parser;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return parse(parser, key);
    }
  }
}
