package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The checks that every kind shares, with the real server's words.
 *
 * @see <a href="https://pkg.go.dev/k8s.io/apimachinery/pkg/util/validation">apimachinery
 *     util/validation</a>
 */
final class Validation {
  private static final Pattern LABEL_VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final Pattern LABEL_KEY =
      Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern PATH_SEGMENT = Pattern.compile("(?!\\.{1,2}$)[^/%]+");

  private static final String LABEL_VALUE_TEXT =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is"
          + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
  private static final String LABEL_KEY_TEXT =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
          + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
          + " used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  private static final String SUBDOMAIN_TEXT =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final String DNS_LABEL_TEXT =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  private static final Set<String> PATH_SEGMENT_GROUPS = Set.of("rbac.authorization.k8s.io");

  private Validation() {}

  /** Throws the 422 that names all that is wrong with the metadata. */
  static void check(ApiResource resource, JsonNode object) {
    check(resource, object, 1);
  }

  /** The real server validates the metadata of a changed Node four times, and says so. */
  static void checkChanged(ApiResource resource, JsonNode object) {
    check(resource, object, resource.is("nodes") ? 4 : 1);
  }

  private static void check(ApiResource resource, JsonNode object, int times) {
    List<Status.Cause> causes = new ArrayList<>();
    String name = object.path("metadata").path("name").asText();
    name(resource, name, causes);
    for (var label : object.path("metadata").path("labels").properties()) {
      if (!LABEL_KEY.matcher(label.getKey()).matches()) {
        causes.add(bad("metadata.labels", label.getKey(), LABEL_KEY_TEXT));
      }
      String value = label.getValue().asText();
      if (value.length() > 63) {
        causes.add(tooLong("metadata.labels", value, 63));
      } else if (!LABEL_VALUE.matcher(value).matches()) {
        causes.add(bad("metadata.labels", value, LABEL_VALUE_TEXT));
      }
    }
    if (!causes.isEmpty()) {
      List<Status.Cause> repeated = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        repeated.addAll(causes);
      }
      throw Status.invalid(resource, name, repeated);
    }
  }

  private static void name(ApiResource resource, String name, List<Status.Cause> causes) {
    String field = "metadata.name";
    if (name.isEmpty()) {
      String text = "Required value: name or generateName is required";
      causes.add(new Status.Cause("FieldValueRequired", text, field));
    } else if (PATH_SEGMENT_GROUPS.contains(resource.group())) {
      if (!PATH_SEGMENT.matcher(name).matches()) {
        causes.add(bad(field, name, "may not contain '/'"));
      }
    } else if (resource.is("namespaces") || resource.is("services")) {
      if (name.length() > 63) {
        causes.add(bad(field, name, "must be no more than 63 characters"));
      } else if (!DNS_LABEL.matcher(name).matches()) {
        causes.add(bad(field, name, DNS_LABEL_TEXT));
      }
    } else if (name.length() > 253) {
      causes.add(bad(field, name, "must be no more than 253 characters"));
    } else if (!SUBDOMAIN.matcher(name).matches()) {
      causes.add(bad(field, name, SUBDOMAIN_TEXT));
    }
  }

  private static Status.Cause bad(String field, String value, String why) {
    return new Status.Cause(
        "FieldValueInvalid", "Invalid value: \"%s\": %s".formatted(value, why), field);
  }

  private static Status.Cause tooLong(String field, String value, int most) {
    return bad(field, value, "must be no more than " + most + " characters");
  }
}
