package io.caisson.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for files, whatever their language. */
class RepositoryTest {
  /** Their names are written in two parts so that this file does not contain them. */
  private static final List<String> REGISTRY_HOSTS =
      Stream.of(
              List.of("repo.maven", "apache.org"),
              List.of("repo1.maven", "org"),
              List.of("central.sonatype", "com"),
              List.of("oss.sonatype", "org"),
              List.of("plugins.gradle", "org"),
              List.of("maven.google", "com"),
              List.of("registry.npmjs", "org"),
              List.of("registry.yarnpkg", "com"),
              List.of("pypi", "org"),
              List.of("files.pythonhosted", "org"),
              List.of("proxy.golang", "org"),
              List.of("sum.golang", "org"),
              List.of("static.crates", "io"),
              List.of("index.crates", "io"),
              List.of("rubygems", "org"),
              List.of("deb.debian", "org"),
              List.of("security.debian", "org"),
              List.of("archive.ubuntu", "com"),
              List.of("security.ubuntu", "com"),
              List.of("ports.ubuntu", "com"),
              List.of("dl-cdn.alpinelinux", "org"),
              List.of("packages.adoptium", "net"))
          .map(parts -> String.join(".", parts))
          .toList();

  private static final Pattern TAB_OR_TRAILING_SPACE =
      Pattern.compile("\t|[ \r]+$", Pattern.MULTILINE);
  private static final Pattern SHELL = Pattern.compile("\\A#!(?:/usr)?/bin/(?:env )?(sh|bash)\\b");

  private final Repository repository = Repository.here();

  @Test
  void everyPackageIsNullMarked() {
    assertThat(
            repository.javaFiles().stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !nullMarked(folder))
                .map(repository::name))
        .as("packages without a package-info.java that says @NullMarked")
        .isEmpty();
  }

  @Test
  void everyTopFolderHasAReadme() {
    assertThat(
            repository.topFolders().stream()
                .filter(folder -> !Files.exists(folder.resolve("README.md")))
                .map(repository::name))
        .as("folders without README.md")
        .isEmpty();
  }

  @Test
  void noFileNamesThePackageRegistryOfAnybody() {
    assertThat(
            repository.files().stream()
                .flatMap(file -> hosts(file).map(host -> repository.name(file) + ": " + host)))
        .as("which registry a machine uses is its owner's affair")
        .isEmpty();
  }

  @Test
  void javaHasNoTabsAndNoTrailingSpaces() {
    assertThat(
            repository.javaFiles().stream()
                .filter(file -> TAB_OR_TRAILING_SPACE.matcher(Repository.text(file)).find())
                .map(repository::name))
        .isEmpty();
  }

  @Test
  void scriptsAreExecutable() {
    assertThat(
            scripts()
                .filter(file -> !file.toString().contains("/src/"))
                .filter(file -> !Files.isExecutable(file))
                .map(repository::name))
        .isEmpty();
  }

  @Test
  void scriptsParse() {
    assertThat(scripts().flatMap(file -> complaint(file).stream())).isEmpty();
  }

  private Stream<Path> scripts() {
    return repository.files().stream().filter(file -> SHELL.matcher(Repository.text(file)).find());
  }

  private static Stream<String> hosts(Path file) {
    String text = Repository.text(file);
    return REGISTRY_HOSTS.stream().filter(text::contains);
  }

  /** A package spread over a module's main and test sources needs to say it once. */
  private static boolean nullMarked(Path folder) {
    String path = folder.toString();
    return Stream.of("/src/main/java/", "/src/test/java/")
        .map(sources -> Path.of(path.replaceFirst("/src/(main|test)/java/", sources)))
        .map(place -> place.resolve("package-info.java"))
        .anyMatch(info -> Files.exists(info) && Repository.text(info).contains("@NullMarked"));
  }

  private Optional<String> complaint(Path script) {
    var shebang = SHELL.matcher(Repository.text(script));
    String shell = shebang.find() ? shebang.group(1) : "sh";
    try {
      Process parse =
          new ProcessBuilder(shell, "-n", script.toString()).redirectErrorStream(true).start();
      parse.getOutputStream().close();
      String output = new String(parse.getInputStream().readAllBytes());
      boolean ended = parse.waitFor(30, TimeUnit.SECONDS);
      return ended && parse.exitValue() == 0
          ? Optional.empty()
          : Optional.of(repository.name(script) + ": " + output.strip());
    } catch (IOException e) {
      return Optional.of(shell + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
