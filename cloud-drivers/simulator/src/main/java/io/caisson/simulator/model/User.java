package io.caisson.simulator.model;

/** Somebody who can log in. All users and projects are of the domain {@code Default}. */
public record User(String id, String name, String password) {
  /** Without the password. */
  @Override
  public String toString() {
    return "User[" + id + ", " + name + "]";
  }
}
