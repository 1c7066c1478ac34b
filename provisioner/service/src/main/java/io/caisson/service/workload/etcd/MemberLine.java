package io.caisson.service.workload.etcd;

import io.caisson.spi.kubernetes.EtcdMember;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.ByteString;

/**
 * One member of etcd, spoken to.
 *
 * @see <a
 *     href="https://github.com/etcd-io/etcd/blob/v3.6.5/api/etcdserverpb/rpc.proto">rpc.proto</a>
 */
final class MemberLine implements AutoCloseable {
  private static final String CLUSTER = "etcdserverpb.Cluster/";
  private static final String MAINTENANCE = "etcdserverpb.Maintenance/";

  private final Forwards forwards;
  private final GrpcLine grpc;

  MemberLine(Forwards forwards, GrpcLine grpc) {
    this.forwards = forwards;
    this.grpc = grpc;
  }

  /** What a member says of itself, with its own id and the one that it takes for the leader. */
  record Told(long id, long leader, boolean learner, EtcdMember.Status status) {}

  /** A member as the others know it, before it was asked itself. */
  record Listed(
      long id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {}

  Told status() throws IOException, EtcdRefusal {
    ProtoFields status = call(MAINTENANCE + "Status", ByteString.EMPTY);
    List<ProtoFields> header = status.messages(1);
    long id = header.isEmpty() ? 0 : header.getFirst().number(2);
    long leader = status.number(4);
    return new Told(
        id,
        leader,
        status.flag(10),
        new EtcdMember.Status(
            leader == id && id != 0, status.text(2), status.number(3), status.texts(8)));
  }

  /** As a majority has agreed: a member that is cut off from it gives no list. */
  List<Listed> members() throws IOException, EtcdRefusal {
    List<Listed> all = new ArrayList<>();
    for (ProtoFields member :
        call(CLUSTER + "MemberList", ProtoFields.withNumber(1, 1)).messages(2)) {
      all.add(
          new Listed(
              member.number(1), member.text(2), member.texts(3), member.texts(4), member.flag(5)));
    }
    return all;
  }

  void remove(long id) throws IOException, EtcdRefusal {
    call(CLUSTER + "MemberRemove", ProtoFields.withNumber(1, id));
  }

  void promote(long id) throws IOException, EtcdRefusal {
    call(CLUSTER + "MemberPromote", ProtoFields.withNumber(1, id));
  }

  /** Only the leader takes it. */
  void moveLeader(long id) throws IOException, EtcdRefusal {
    call(MAINTENANCE + "MoveLeader", ProtoFields.withNumber(1, id));
  }

  private ProtoFields call(String method, ByteString message) throws IOException, EtcdRefusal {
    try {
      return grpc.call(method, message);
    } catch (IOException broken) {
      throw new IOException(
          forwards.failure().orElseGet(() -> String.valueOf(broken.getMessage())), broken);
    }
  }

  @Override
  public void close() {
    grpc.close();
    forwards.close();
  }
}
