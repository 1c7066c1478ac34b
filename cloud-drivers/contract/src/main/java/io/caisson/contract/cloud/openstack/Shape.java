package io.caisson.contract.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which fields a JSON document has, whatever their values; members of a list are alike. What people
 * name is left out: the properties that they give to images, and the names of networks.
 */
final class Shape {
  private static final Pattern NAMED_BY_PEOPLE =
      Pattern.compile("(/images/\\*)?/(owner_specified\\..+|os_\\w+|architecture)");

  private Shape() {}

  static Set<String> of(JsonNode node) {
    Set<String> paths = new TreeSet<>();
    walk(node, "", paths);
    return paths;
  }

  private static void walk(JsonNode node, String path, Set<String> paths) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field -> {
                String name = path.endsWith("/addresses") ? "*" : field.getKey();
                String inner = path + "/" + name;
                if (!NAMED_BY_PEOPLE.matcher(inner).matches()) {
                  paths.add(inner);
                  walk(field.getValue(), inner, paths);
                }
              });
    } else if (node.isArray()) {
      node.forEach(member -> walk(member, path + "/*", paths));
    }
  }
}
