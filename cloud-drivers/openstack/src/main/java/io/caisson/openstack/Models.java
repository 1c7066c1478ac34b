package io.caisson.openstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openstack4j.core.transport.ObjectMapperSingleton;

/** Reads openstack4j's models out of lists that were read page by page, and their gaps. */
final class Models {
  private Models() {}

  static <T> T read(JsonNode node, Class<T> type) {
    ObjectReader reader =
        ObjectMapperSingleton.getContext(type)
            .readerFor(type)
            .without(DeserializationFeature.UNWRAP_ROOT_VALUE);
    try {
      return reader.readValue(node.toString());
    } catch (JsonProcessingException e) {
      throw new CloudException(
          new CloudFault.Broken(
              200, "not a %s: %s".formatted(type.getSimpleName(), e.getOriginalMessage())));
    }
  }

  /** What a complete answer has. */
  static <T> T present(@Nullable T value, String what) {
    if (value == null) {
      throw new CloudException(new CloudFault.Broken(200, "an answer without " + what));
    }
    return value;
  }

  static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  static int number(@Nullable Number number) {
    return number == null ? 0 : number.intValue();
  }

  static <T> List<? extends T> list(@Nullable List<? extends T> list) {
    return list == null ? List.of() : list;
  }
}
