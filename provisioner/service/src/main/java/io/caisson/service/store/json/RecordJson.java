package io.caisson.service.store.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The domain's records as JSON. The domain knows nothing of it; the form follows from the records:
 *
 * <ol>
 *   <li>A record is an object with a field for each component; a record with a static {@code
 *       parse(String)} is its text form, as a value and as a key.
 *   <li>A case of a sealed interface carries its simple class name in {@code @type}.
 *   <li>Times and durations are ISO-8601 text.
 *   <li>Unknown fields are ignored, and missing collections, texts and Optionals are empty, so that
 *       rows of a newer service can be read. Anything else that is missing is an error.
 *   <li>Only {@linkplain io.caisson.service.store.StorableText storable texts} are written.
 * </ol>
 */
public final class RecordJson {
  private final JsonMapper mapper;

  public RecordJson() {
    this(mapper());
  }

  private RecordJson(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** Buffers are shared: each cluster's thread would keep some for as long as it is there. */
  private static JsonMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder(
                JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build())
            .annotationIntrospector(new DomainIntrospector())
            .addModules(new Jdk8Module(), new JavaTimeModule(), new TextFormModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
    for (Class<?> type :
        List.of(Collection.class, List.class, Map.class, SortedMap.class, String.class)) {
      builder.withConfigOverride(
          type, config -> config.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
    }
    return builder.build();
  }

  /** A codec that leaves these components of a type out; they are read as empty. */
  public RecordJson without(Class<?> type, String... components) {
    JsonMapper copy = mapper.copy();
    copy.configOverride(type)
        .setIgnorals(
            com.fasterxml.jackson.annotation.JsonIgnoreProperties.Value.forIgnoredProperties(
                components));
    return new RecordJson(copy);
  }

  /**
   * Writes a value as its declared type says.
   *
   * @param type a record, or the sealed interface that the value is a case of
   * @throws IllegalArgumentException if it holds a text that cannot be stored
   */
  public <T> String write(Class<T> type, T value) {
    try {
      return mapper.writerFor(type).writeValueAsString(value);
    } catch (JsonMappingException refused) {
      throw causeOf(refused, "cannot be written");
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException(type.getSimpleName() + " cannot be written", broken);
    }
  }

  /**
   * Reads a value.
   *
   * @throws IllegalStateException if the text is not one of this type: the row is damaged, or
   *     written by a service so new that this one cannot understand it
   */
  public <T> T read(Class<T> type, String json) {
    return readAs(mapper.constructType(type), json);
  }

  /** Reads a list of values. */
  public <T> List<T> readList(Class<T> type, String json) {
    return readAs(mapper.getTypeFactory().constructCollectionType(List.class, type), json);
  }

  private <T> T readAs(JavaType type, String json) {
    try {
      return mapper.readValue(json, type);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException(
          "not a readable %s: %s"
              .formatted(type.getRawClass().getSimpleName(), unreadable.getOriginalMessage()),
          unreadable);
    }
  }

  private static RuntimeException causeOf(JsonMappingException refused, String what) {
    return refused.getCause() instanceof IllegalArgumentException cause
        ? new IllegalArgumentException(
            refused.getPathReference() + ": " + cause.getMessage(), cause)
        : new IllegalStateException(what, refused);
  }
}
