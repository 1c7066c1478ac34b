package io.caisson.service.bootstrap.node;

import io.caisson.service.bootstrap.node.OsProfile.Form;
import io.caisson.service.bootstrap.node.OsProfile.Kernel;
import io.caisson.service.bootstrap.node.OsProfile.PackageManager;
import io.caisson.service.bootstrap.node.OsProfile.Places;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The profiles of {@code os-profiles.yaml}. */
public final class OsProfiles {
  private static final Map<String, OsProfile> ALL = read();

  private OsProfiles() {}

  /**
   * @throws IllegalArgumentException if there is none; names the known ones
   */
  public static OsProfile named(String name) {
    OsProfile profile = ALL.get(name);
    if (profile == null) {
      throw new IllegalArgumentException(
          "no operating system profile '%s'; there are %s".formatted(name, ALL.keySet()));
    }
    return profile;
  }

  public static List<OsProfile> all() {
    return List.copyOf(ALL.values());
  }

  private static Map<String, OsProfile> read() {
    Map<String, Object> file =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Script.read("os-profiles.yaml"));
    Map<String, OsProfile> profiles = new LinkedHashMap<>();
    map(file, "profiles").forEach((name, value) -> profiles.put(name, profile(name, asMap(value))));
    return profiles;
  }

  private static OsProfile profile(String name, Map<String, Object> data) {
    return new OsProfile(
        name,
        Form.valueOf(constant(data, "form")),
        PackageManager.valueOf(constant(data, "packages")),
        new Kernel(list(data, "modules"), sysctls(data), flag(data, "cgroup-v1")),
        places(data),
        list(data, "stop"),
        flag(data, "permissive"));
  }

  private static Places places(Map<String, Object> data) {
    Map<String, Object> chrony = map(data, "chrony");
    return new Places(
        text(data, "script"), text(chrony, "file"), flag(chrony, "whole"), text(data, "trust"));
  }

  private static Map<String, String> sysctls(Map<String, Object> data) {
    Map<String, String> texts = new LinkedHashMap<>();
    map(data, "sysctls").forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }

  private static String constant(Map<String, Object> data, String key) {
    return text(data, key).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String text(Map<String, Object> data, String key) {
    return String.valueOf(value(data, key));
  }

  private static boolean flag(Map<String, Object> data, String key) {
    return (Boolean) value(data, key);
  }

  private static List<String> list(Map<String, Object> data, String key) {
    List<String> texts = new ArrayList<>();
    ((List<?>) value(data, key)).forEach(element -> texts.add(String.valueOf(element)));
    return texts;
  }

  private static Map<String, Object> map(Map<String, Object> data, String key) {
    return asMap(value(data, key));
  }

  private static Map<String, Object> asMap(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((key, element) -> map.put(String.valueOf(key), element));
    return map;
  }

  private static Object value(Map<String, Object> data, String key) {
    return Objects.requireNonNull(data.get(key), key);
  }
}
