package io.caisson.service.bootstrap.node;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Where a machine's kubeadm, kubelet and container runtime come from. */
public sealed interface Software {
  /** From its image, which must hold the right version. */
  record InImage() implements Software {}

  /**
   * From package repositories, for profiles with a package manager. What the image holds in the
   * right version is not fetched.
   *
   * @param kubernetes has a folder for each minor, such as {@code …/core:/stable:} with {@code
   *     v1.34/deb}
   * @param others such as one for the runtime; none if the image's own sources have it
   */
  record Packages(Repository kubernetes, List<Repository> others) implements Software {
    public Packages {
      others = List.copyOf(others);
    }
  }

  /** As single files, for profiles without one; each is checked before it is used. */
  record Downloads(List<Download> files) implements Software {
    public Downloads {
      files = List.copyOf(files);
    }
  }

  /**
   * A repository whose packages are taken only if they are signed.
   *
   * @param name a file's name
   * @param key ASCII-armoured OpenPGP public key
   */
  record Repository(String name, URI uri, String key) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,40}");
    private static final Pattern ADDRESS =
        Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]+(/[A-Za-z0-9._~:/+-]*)?");

    public Repository {
      if (!NAME.matcher(name).matches() || !ADDRESS.matcher(uri.toString()).matches()) {
        throw new IllegalArgumentException("not a package repository: %s %s".formatted(name, uri));
      }
      if (!key.startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----")) {
        throw new IllegalArgumentException(
            "repository %s has no ASCII-armoured public key; unsigned packages are not taken"
                .formatted(name));
      }
    }
  }

  /**
   * @param sha256 of the file, in hexadecimal
   * @param target where it lies afterwards; of an archive ({@code .tar.gz}, {@code .tgz}) the
   *     folder, with a slash at its end
   */
  record Download(URI uri, String sha256, String target) {
    private static final Pattern ADDRESS =
        Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]+/[A-Za-z0-9._~:/+-]+");
    private static final Pattern TARGET = Pattern.compile("(/[A-Za-z0-9._-]+)+/?");

    public Download {
      boolean archive = uri.toString().matches(".*\\.(tar\\.gz|tgz)");
      if (!ADDRESS.matcher(uri.toString()).matches()
          || !sha256.matches("[0-9a-f]{64}")
          || !TARGET.matcher(target).matches()
          || target.contains("/../")
          || archive != target.endsWith("/")) {
        throw new IllegalArgumentException(
            "not a download with its SHA-256 and its target: %s %s".formatted(uri, target));
      }
    }
  }
}
