package io.caisson.service.api.rest;

import io.caisson.service.tenancy.Expected;
import io.caisson.service.tenancy.Refused;
import io.micronaut.http.HttpRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What requests say beside their bodies. */
final class Query {
  private static final Pattern TAG = Pattern.compile("\"([0-9a-f-]{1,40})\"");

  private Query() {}

  static long number(HttpRequest<?> request, String name, long initial, long most) {
    String text = request.getParameters().get(name);
    if (text == null) {
      return initial;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw Refused.invalid("%s: must be a number that is not negative", name);
    }
    return Math.min(most, Long.parseLong(text));
  }

  /** Whether only to say what would be done. */
  static boolean dryRun(HttpRequest<?> request) {
    String text = request.getParameters().get("dry_run", String.class).orElse("false");
    return switch (text) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw Refused.invalid("dry_run: must be true or false");
    };
  }

  /** For what cannot be tried: it would be done. */
  static void mustBeMeant(HttpRequest<?> request) {
    if (dryRun(request)) {
      throw Refused.invalid("dry_run: this cannot be tried; leave it out, or nothing is done");
    }
  }

  /** The edition that {@code If-Match} asks for. */
  static Expected expected(HttpRequest<?> request) {
    String text = request.getHeaders().get("If-Match");
    if (text == null || text.strip().equals("*")) {
      return Expected.ANY;
    }
    Matcher tag = TAG.matcher(text.strip());
    if (!tag.matches()) {
      throw Refused.invalid("If-Match: give one ETag as it was answered (\"7-0a1b2c3d\"), or *");
    }
    return Expected.edition(tag.group(1));
  }
}
