package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The links of a resource: {@code self} below {@code /v1}, {@code bookmark} without it. */
record Links(String base) {
  /**
   * @param path such as {@code clusters/UUID}
   */
  void add(ObjectNode body, String path) {
    add(body, "links", path);
  }

  void add(ObjectNode body, String field, String path) {
    ArrayNode links = body.putArray(field);
    links.addObject().put("href", base + "/v1/" + path).put("rel", "self");
    links.addObject().put("href", base + "/" + path).put("rel", "bookmark");
  }
}
