package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of Kubernetes, as {@code v1.34.4}. */
public record KubernetesVersion(int major, int minor, int patch) {
  private static final Pattern FORM =
      Pattern.compile("v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)([-\\w.+]*)?");

  /** Throws IllegalArgumentException for what is no release. */
  public static KubernetesVersion parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a version: " + text);
    }
    return new KubernetesVersion(
        Integer.parseInt(parts.group(1)),
        Integer.parseInt(parts.group(2)),
        Integer.parseInt(parts.group(3)));
  }

  /** What {@code /version} says. */
  ObjectNode info() {
    return Json.object()
        .put("major", Integer.toString(major))
        .put("minor", Integer.toString(minor))
        .put("emulationMajor", Integer.toString(major))
        .put("emulationMinor", Integer.toString(minor))
        .put("minCompatibilityMajor", Integer.toString(major))
        .put("minCompatibilityMinor", Integer.toString(minor - 1))
        .put("gitVersion", toString())
        .put("gitCommit", "0000000000000000000000000000000000000000")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-01-01T00:00:00Z")
        .put("goVersion", "go1.26.8")
        .put("compiler", "gc")
        .put("platform", "linux/amd64");
  }

  @Override
  public String toString() {
    return "v%d.%d.%d".formatted(major, minor, patch);
  }
}
