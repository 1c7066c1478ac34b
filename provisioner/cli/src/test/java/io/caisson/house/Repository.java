package io.caisson.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The checkout that the tests run in: its files as an author wrote them, without what builds and
 * tools leave.
 *
 * @param root the folder that holds mvnw
 */
record Repository(Path root) {
  private static final Set<String> LEFT_BY_TOOLS =
      Set.of(".git", ".caisson", ".idea", ".vscode", "target", "__pycache__");

  /** The checkout around the working folder. */
  static Repository here() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("no mvnw above " + Path.of("").toAbsolutePath());
      }
    }
    return new Repository(folder);
  }

  /** Every file, in the order of its path. */
  List<Path> files() {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(root, new Walk(found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.stream().sorted().toList();
  }

  List<Path> javaFiles() {
    return files().stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  /** The modules of the build: the folders two levels down that have a POM. */
  List<Path> modules() {
    return files().stream()
        .filter(file -> file.endsWith("pom.xml"))
        .map(Path::getParent)
        .filter(folder -> !folder.equals(root))
        .toList();
  }

  /** The folders beside the README, hidden ones left out. */
  List<Path> topFolders() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(Files::isDirectory)
          .filter(folder -> !folder.getFileName().toString().startsWith("."))
          .filter(folder -> !LEFT_BY_TOOLS.contains(folder.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file's path as a reader of a failure wants it. */
  String name(Path file) {
    return root.relativize(file).toString();
  }

  /** The file's text; bytes that are not text come out as something harmless. */
  static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final List<Path> found;

    Walk(List<Path> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return LEFT_BY_TOOLS.contains(folder.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && !file.endsWith(".git")) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
