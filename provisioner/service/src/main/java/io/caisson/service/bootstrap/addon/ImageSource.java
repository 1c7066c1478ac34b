package io.caisson.service.bootstrap.addon;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where images come from: their makers' registries, or all from one.
 *
 * @param prefix registry and path, such as {@code registry.example/mirror}; Magnum's label {@code
 *     container_infra_prefix}, which may end with a slash
 */
public record ImageSource(Optional<String> prefix) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._:/-]{0,250}[a-z0-9]");

  public ImageSource {
    prefix = prefix.map(text -> text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    prefix.ifPresent(ImageSource::check);
  }

  public static ImageSource upstream() {
    return new ImageSource(Optional.empty());
  }

  /**
   * @param image as its makers name it, with registry, path and tag; of these a prefix keeps the
   *     name and the tag
   */
  public String of(String image) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    return prefix.map(from -> from + "/" + name).orElse(image);
  }

  /** Where kubeadm's images come from. */
  public String ofKubernetes() {
    return prefix.orElse("registry.k8s.io");
  }

  private static void check(String prefix) {
    if (!FORM.matcher(prefix).matches() || prefix.contains("//")) {
      throw new IllegalArgumentException(
          "not a registry with a path, such as registry.example/mirror: " + prefix);
    }
  }
}
