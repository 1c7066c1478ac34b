package io.caisson.spi.kubernetes;

import java.util.List;
import java.util.Optional;

/**
 * A member of a cluster's etcd: what all members say of it, and what it says itself.
 *
 * @param id an unsigned number; people see it in hexadecimal digits
 * @param name empty while it was added and has never started
 * @param peerUrls where the other members reach it: what leads to its machine, named or not
 * @param clientUrls empty while it has never started
 * @param learner it does not vote yet
 */
public record EtcdMember(
    long id,
    String name,
    List<String> peerUrls,
    List<String> clientUrls,
    boolean learner,
    Answer answer) {
  public EtcdMember {
    peerUrls = List.copyOf(peerUrls);
    clientUrls = List.copyOf(clientUrls);
  }

  /** What came of asking the member itself. */
  public sealed interface Answer {}

  /**
   * It answered.
   *
   * @param leads it is the leader
   * @param databaseBytes size of its file
   * @param complaints alarms and whatever else it says is wrong, in its own words; none if it is
   *     well
   */
  public record Status(boolean leads, String version, long databaseBytes, List<String> complaints)
      implements Answer {
    public Status {
      complaints = List.copyOf(complaints);
    }
  }

  /** It did not answer, which does not prove that it is dead. */
  public record Silent(String why) implements Answer {}

  /** The same with another answer. */
  public EtcdMember answering(Answer other) {
    return new EtcdMember(id, name, peerUrls, clientUrls, learner, other);
  }

  /** What it said, if it said something. */
  public Optional<Status> status() {
    return answer instanceof Status status ? Optional.of(status) : Optional.empty();
  }

  /** It answered, knows a leader, and complains of nothing. */
  public boolean healthy() {
    return status().filter(status -> status.complaints().isEmpty()).isPresent();
  }

  public boolean leads() {
    return status().filter(Status::leads).isPresent();
  }

  /** As {@code etcdctl} shows it. */
  public String hexId() {
    return Long.toHexString(id);
  }

  /** For people: its name, or where it should be if it has none. */
  public String called() {
    return name.isEmpty() ? String.join(",", peerUrls) : name;
  }
}
