package io.caisson.simulator.guest.cloud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The credentials of an administrator, as a shell would source them.
 *
 * @param variables those that begin with {@code OS_}
 */
record OpenRc(Map<String, String> variables) {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:^|\\s)(OS_[A-Z0-9_]+)=(\"[^\"]*\"|'[^']*'|\\S*)");
  private static final Pattern WITH_DEFAULT = Pattern.compile("\\$\\{(\\w+):?-([^}]*)\\}");
  private static final List<String> NEEDED = List.of("OS_AUTH_URL");

  OpenRc {
    variables = Map.copyOf(variables);
  }

  /**
   * Throws IllegalArgumentException that names what is missing.
   *
   * @param environment for values of the form <code>${NAME:-otherwise}</code>
   */
  static OpenRc parse(String text, Map<String, String> environment) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String line : text.lines().filter(l -> !l.strip().startsWith("#")).toList()) {
      for (Matcher found = ASSIGNMENT.matcher(line); found.find(); ) {
        String value = found.group(2).replaceAll("^['\"]|['\"]$", "");
        variables.put(found.group(1), resolved(value, environment));
      }
    }
    OpenRc rc = new OpenRc(variables);
    NEEDED.forEach(rc::need);
    if (!rc.isApplicationCredential()) {
      List.of("OS_USERNAME", "OS_PASSWORD", "OS_PROJECT_NAME").forEach(rc::need);
    }
    return rc;
  }

  private static String resolved(String value, Map<String, String> environment) {
    return WITH_DEFAULT
        .matcher(value)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(environment.getOrDefault(found.group(1), found.group(2))));
  }

  boolean isApplicationCredential() {
    return variables.containsKey("OS_APPLICATION_CREDENTIAL_ID");
  }

  String need(String name) {
    String value = variables.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("the openrc file does not set " + name);
    }
    return value;
  }

  String get(String name, String otherwise) {
    return variables.getOrDefault(name, otherwise);
  }

  /** Without the values. */
  @Override
  public String toString() {
    return "OpenRc" + variables.keySet();
  }
}
