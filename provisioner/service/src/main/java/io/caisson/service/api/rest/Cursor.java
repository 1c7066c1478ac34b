package io.caisson.service.api.rest;

import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.Refused;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Pages of a list whose entries have an order of their own. A cursor is the place of the last entry
 * that was shown, so it stays good when that entry goes, and entries that come are not shown twice.
 *
 * @param after the place that the page begins after; empty for the first page
 */
record Cursor(String after, int limit) {
  static final String NEXT = "next";
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  static Cursor of(HttpRequest<?> request) {
    int limit = (int) Query.number(request, "limit", USUAL, MOST);
    if (limit == 0) {
      throw Refused.invalid("limit: must be a positive number");
    }
    String text = Optional.ofNullable(request.getParameters().get("cursor")).orElse("");
    return new Cursor(decoded(text), limit);
  }

  /**
   * @param place of an entry; places are compared as texts, and the list is in their order
   * @param view how an entry is shown
   * @return the page under this name, and {@code next}: the cursor to go on with, or null
   */
  <T> String page(String name, List<T> all, Function<T, String> place, Function<T, Object> view) {
    List<T> page = new ArrayList<>();
    for (T one : all) {
      if (page.size() <= limit && place.apply(one).compareTo(after) > 0) {
        page.add(one);
      }
    }
    boolean more = page.size() > limit;
    List<T> shown = more ? page.subList(0, limit) : page;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(name, shown.stream().map(view).toList());
    body.put(
        NEXT, more ? Optional.of(encoded(place.apply(shown.getLast()))) : Optional.<String>empty());
    return Json.write(body);
  }

  private static String encoded(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException foreign) {
      throw Refused.invalid("cursor: give what 'next' said, or nothing");
    }
  }
}
