package io.caisson.simulator.etcd;

import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.Etcd;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The services Cluster and Maintenance of one member, as far as they are played. A learner tells
 * its status and nothing else; leadership is moved by the leader only.
 *
 * @see <a
 *     href="https://github.com/etcd-io/etcd/blob/v3.6.5/api/etcdserverpb/rpc.proto">rpc.proto</a>
 */
final class MemberCalls {
  private static final int FIELD_HEADER = 1;
  private static final int FIELD_ID = 1;

  /** bbolt's smallest file, and what a small cluster's objects add to it. */
  private static final long SMALLEST_FILE = 20_480;

  private static final long BYTES_A_CHANGE = 1_024;

  private final Cluster cluster;
  private final Etcd etcd;
  private final String name;
  private final String version;

  /**
   * @param name of the member that answers
   * @param version of its etcd
   */
  MemberCalls(Cluster cluster, String name, String version) {
    this.cluster = cluster;
    this.etcd = cluster.etcd();
    this.name = name;
    this.version = version;
  }

  /** Whether it takes calls at all: a member that was removed ends. */
  boolean runs() {
    return own().filter(etcd::isRunning).isPresent();
  }

  private Optional<Etcd.Member> own() {
    return etcd.members().stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /**
   * @param path the method's full name with a slash before it
   */
  Buffer answer(String path, Buffer request) throws GrpcRefusal {
    ProtoFields asked = ProtoFields.of(request);
    if (path.equals("/etcdserverpb.Maintenance/Status")) {
      return status();
    }
    if (own().filter(Etcd.Member::learner).isPresent()) {
      throw GrpcRefusal.of("etcdserver: rpc not supported for learner");
    }
    try {
      return change(path, asked);
    } catch (Etcd.Refused refused) {
      throw GrpcRefusal.of(refused);
    }
  }

  private Buffer change(String path, ProtoFields asked) throws Etcd.Refused, GrpcRefusal {
    switch (path) {
      case "/etcdserverpb.Cluster/MemberList" -> {
        if (asked.flag(1) && etcd.leader().isEmpty()) {
          throw GrpcRefusal.of("etcdserver: request timed out");
        }
      }
      case "/etcdserverpb.Cluster/MemberAdd" -> {
        return added(etcd.addLearner("", URI.create(asked.texts(1).getFirst()).getHost()));
      }
      case "/etcdserverpb.Cluster/MemberRemove" -> etcd.remove(asked.number(FIELD_ID));
      case "/etcdserverpb.Cluster/MemberPromote" -> etcd.promote(asked.number(FIELD_ID));
      case "/etcdserverpb.Maintenance/MoveLeader" -> {
        if (etcd.leader().filter(leader -> leader.name().equals(name)).isEmpty()) {
          throw GrpcRefusal.of("etcdserver: not leader");
        }
        etcd.moveLeader(asked.number(FIELD_ID));
        return Buffer.buffer();
      }
      default -> {
        int slash = path.lastIndexOf('/');
        throw GrpcRefusal.unimplemented(
            "unknown method %s for service %s"
                .formatted(path.substring(slash + 1), path.substring(Math.min(1, slash), slash)));
      }
    }
    return withMembers(new ProtoWriter().message(FIELD_HEADER, header()), 2).done();
  }

  private Buffer added(Etcd.Member learner) {
    ProtoWriter answer =
        new ProtoWriter().message(FIELD_HEADER, header()).message(2, member(learner));
    return withMembers(answer, 3).done();
  }

  private Buffer status() {
    long revision = cluster.revision();
    ProtoWriter answer =
        new ProtoWriter()
            .message(FIELD_HEADER, header())
            .text(2, version)
            .number(3, SMALLEST_FILE + BYTES_A_CHANGE * revision)
            .number(4, etcd.leader().map(Etcd.Member::id).orElse(0L))
            .number(5, revision)
            .number(6, etcd.term())
            .number(7, revision);
    if (etcd.leader().isEmpty()) {
      answer.text(8, "etcdserver: no leader");
    }
    return answer
        .number(9, SMALLEST_FILE + BYTES_A_CHANGE * revision)
        .flag(10, own().filter(Etcd.Member::learner).isPresent())
        .done();
  }

  private ProtoWriter header() {
    List<Etcd.Member> members = etcd.members();
    return new ProtoWriter()
        .number(1, members.isEmpty() ? 0 : Integer.toUnsignedLong(cluster.uid().hashCode()))
        .number(2, own().map(Etcd.Member::id).orElse(0L))
        .number(3, cluster.revision())
        .number(4, etcd.term());
  }

  private ProtoWriter withMembers(ProtoWriter answer, int field) {
    etcd.members().forEach(member -> answer.message(field, member(member)));
    return answer;
  }

  private ProtoWriter member(Etcd.Member member) {
    boolean named = etcd.isNamed(member);
    return new ProtoWriter()
        .number(FIELD_ID, member.id())
        .text(2, named ? member.name() : "")
        .text(3, member.peerUrl())
        .text(4, named ? member.clientUrl() : "")
        .flag(5, member.learner());
  }
}
