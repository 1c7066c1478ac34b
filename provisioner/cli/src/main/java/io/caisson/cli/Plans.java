package io.caisson.cli;

import static io.caisson.cli.Output.column;

import io.caisson.cli.Output.Column;
import java.util.List;

/** What is shown of answers to requests that change something. */
final class Plans {
  /** Of something that was made or changed. */
  static final List<Column> MADE =
      List.of(
          column("id", "/id"),
          column("name", "/name"),
          column("changes", "/changes"),
          column("operation", "/operation"),
          column("warnings", "/warnings"));

  /** Of a dry run. */
  static final List<Column> FIELDS =
      List.of(
          column("would be", "/changes"),
          column("steps", "/steps"),
          column("joining", "/machines/joining"),
          column("leaving", "/machines/leaving"),
          column("resources", "/resources"),
          column("quotas lack", "/lacking"),
          column("warnings", "/warnings"));

  private Plans() {}
}
