package io.caisson.lives.app;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says whether people or programs read what a command prints. */
final class Printing {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json (default: ${DEFAULT-VALUE}).")
  private String form = "table";

  /** Throws {@link ParameterException} for a form that there is not. */
  void check() {
    if (!List.of("table", "json").contains(form)) {
      throw wrong("--output is '%s': table and json are possible".formatted(form));
    }
  }

  boolean isJson() {
    return form.equals("json");
  }

  /** The command line is wrong. */
  ParameterException wrong(String text) {
    return new ParameterException(command.commandLine(), text);
  }
}
