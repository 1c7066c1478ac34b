package io.caisson.simulator.machines;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The scripts that make machines, as command lines.
 *
 * @param scripts the folder {@code cloud-drivers/kubernetes-bed}
 * @param centre the name of the network namespace that everything of this data centre stands in;
 *     all other names on the host derive from it
 */
public record Bed(Path scripts, String centre) {
  public Bed {
    if (!centre.matches("[a-z][a-z0-9-]{0,30}")) {
      throw new IllegalArgumentException(
          "a data centre's name has lower-case letters, digits and hyphens, not '" + centre + "'");
    }
  }

  /**
   * The scripts beside this program, which the launcher says where to find.
   *
   * @throws IllegalArgumentException if they are not there
   */
  public static Bed ofThisCheckout(String centre) {
    Path scripts =
        Path.of(System.getProperty("caisson.home", "."), "cloud-drivers", "kubernetes-bed");
    if (!Files.isExecutable(scripts.resolve("machine.sh"))) {
      throw new IllegalArgumentException(
          "no scripts for machines in %s: start this by ./caisson".formatted(scripts));
    }
    return new Bed(scripts.toAbsolutePath(), centre);
  }

  /** Runs in the foreground for as long as the machine does; its output is the console. */
  List<String> run(String name, MachineSettings settings) {
    List<String> command = machine("run", name);
    command.addAll(settings.options());
    return command;
  }

  /** Takes the power away; the disk stays. */
  List<String> kill(String name) {
    List<String> command = machine("stop", name);
    command.add("--hard");
    return command;
  }

  /** Takes the power and the disk away. */
  List<String> destroy(String name) {
    return machine("destroy", name);
  }

  /** All of it stands still from now on, but its addresses stay its own. */
  List<String> freeze(String name) {
    return machine("freeze", name);
  }

  /** Its interface leads nowhere from now on. */
  List<String> cut(String name) {
    return machine("cut", name);
  }

  List<String> mend(String name) {
    return machine("mend", name);
  }

  List<String> leadTo(String floating, String fixed) {
    return List.of(script("centre.sh"), "float", floating, fixed);
  }

  List<String> leadNowhere(String floating) {
    return List.of(script("centre.sh"), "unfloat", floating);
  }

  private List<String> machine(String verb, String name) {
    return new ArrayList<>(List.of(script("machine.sh"), verb, name));
  }

  private String script(String name) {
    return scripts.resolve(name).toString();
  }
}
