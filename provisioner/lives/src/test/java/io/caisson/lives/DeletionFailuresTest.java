package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.kubernetes.Attachments;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Rows 11 to 17 of the list: what is in the way when something is to go. */
class DeletionFailuresTest {
  private final Patient one = new Patient();

  @Test
  void row11ALoadBalancerOfTheClusterBlocksWhatIsToGo(TestInfo test) {
    one.untilEnd();
    String port =
        one.strangersPort(
            "octavia-lb-vrrp-1",
            "made by the cloud controller of the cluster",
            List.of(one.securityGroup("security-group/worker")));
    one.delete();
    one.until(ill -> ill.couldRead("in use"));
    one.pass(Duration.ofMinutes(20));
    assertThat(one.hasPort(port)).isTrue();
    assertThat(one.cluster().gone()).isEmpty();
    one.then("whoever had made the load balancer removed it");
    one.inTheCloud(plant -> plant.ports().delete(plant.ports().get(port).orElseThrow()));
    one.until(ill -> ill.cluster().gone().isPresent());
    KnownFailures.tell(
        test,
        "A load balancer that the cluster's own controllers made blocks the deletion, or is swept"
            + " away by its name",
        one,
        "in use",
        "a conflict was taken for final: the deletion was never tried again");
  }

  @Test
  void row12AClusterGoesAndPortsThatLookLikeItsOwnStay(TestInfo test) {
    one.untilEnd();
    String name = one.machine("worker-1").name();
    String ours = one.cluster().id().value();
    List<String> others =
        List.of(
            one.strangersPort(name, "", List.of()),
            one.strangersPort(
                name + "-b", mark("11111111-1111-4111-8111-111111111111", 2), List.of()),
            one.strangersPort(name + "-c", mark(ours, 78), List.of()));
    one.mark(Mark.REPLACE, "worker-1");
    one.untilEnd();
    one.turns("three ports stayed that had the name of ours, another cluster's mark, or no record");
    one.delete();
    one.until(ill -> ill.cluster().gone().isPresent());
    assertThat(others).allMatch(one::hasPort);
    KnownFailures.tell(
        test,
        "A clean-up by name or tag deletes ports of somebody else",
        one,
        "all that it has in the cloud to be gone",
        "a mark counted whatever cluster it names: the other cluster's port was deleted as a twin");
  }

  /** The mark of a worker's port. */
  private static String mark(String cluster, int worker) {
    return new OwnerMark("life", cluster, "port/worker-%d.0".formatted(worker), 1).text();
  }

  @Test
  void row13APortIsStillInUseWhenItsMachineIsGone(TestInfo test) {
    one.untilEnd();
    one.trouble.refuse(
        "deletePort"::equals,
        new CloudException(new CloudFault.Conflict("Port 4711 is still in use")));
    one.mark(Mark.REPLACE, "worker-1");
    one.until(ill -> ill.couldRead("still in use"));
    one.pass(Duration.ofMinutes(10));
    assertThat(one.state("worker-1")).contains(MachineState.DELETING);
    assertThat(one.ready()).isEqualTo(3);
    one.then("the cloud had detached it");
    one.untilEnd();
    assertThat(one.state("worker-1")).isEmpty();
    KnownFailures.tell(
        test,
        "A node's port cannot be deleted yet, and is given up or forgotten",
        one,
        "still in use",
        "a machine was forgotten as soon as its server was gone");
  }

  @Test
  void row14AServerDoesNotGoForHalfAnHour(TestInfo test) {
    one.untilEnd();
    String port = one.portOf("worker-1");
    one.trouble.answer("deleteServer"::equals, "accepted");
    one.delete();
    one.pass(Duration.ofMinutes(30));
    assertThat(one.trouble.hits()).as("it is asked again, and not all the time").isBetween(3, 400);
    assertThat(one.hasPort(port)).as("what may still run keeps its port").isTrue();
    one.then("the cloud at last did what it had accepted");
    one.until(ill -> ill.cluster().gone().isPresent());
    KnownFailures.tell(
        test,
        "A server in ERROR does not go for half an hour, and all else fails on it",
        one,
        "to be gone",
        "a port could go before its server was proved absent");
  }

  @Test
  void row15AVolumeIsStillAttachedWhenItsServerIsToGo(TestInfo test) {
    one.untilEnd();
    String node = one.machine("worker-2").name();
    Attachments disk =
        asked ->
            asked.equals(node)
                ? List.of(new Attachments.Attachment("csi-1", "pv-1", "shop/data-db-0", true, ""))
                : List.of();
    one.trouble.answer("attachments"::equals, disk);
    one.resize(1);
    one.until(ill -> ill.couldRead("not yet detached"));
    one.pass(Duration.ofMinutes(10));
    assertThat(one.kubernetes.pods().running(node)).isEmpty();
    assertThat(one.hasServer("worker-2")).isTrue();
    one.then("it was detached");
    one.untilEnd();
    KnownFailures.tell(
        test,
        "A server is deleted with a pod's volume attached, which the next node then cannot have",
        one,
        "not yet detached",
        "nobody was asked for attachments: the server went with the disk");
  }

  @Test
  void row16TheClustersApiIsGoneWhenItsClusterIsDeleted(TestInfo test) {
    one.untilEnd();
    one.resize(1);
    one.until(ill -> ill.is("worker-2", MachineState.LEAVING));
    one.kubernetes.stop();
    one.turns("no step of the deletion needs that API");
    one.delete();
    one.until(ill -> ill.cluster().gone().isPresent());
    KnownFailures.tell(
        test,
        "A deletion asks the API of the cluster that is being deleted, and never ends",
        one,
        "all that it has in the cloud to be gone",
        "a Node of a cluster that is deleted was waited for until its API had removed it: it never"
            + " ended");
  }

  @Test
  void row17AServerIsDeletedOutsideAndALookThatMissesItIsNoProof(TestInfo test) {
    one.untilEnd();
    one.trouble.answer("servers"::equals, List.of());
    one.trouble.answer("server"::equals, Optional.empty());
    one.until(ill -> ill.trouble.hits() > 0);
    one.trouble.mend();
    one.pass(Duration.ofMinutes(5));
    assertThat(one.made()).as("the cloud had only not shown them once").isEqualTo(3);
    one.loseServer("worker-1");
    one.until(ill -> ill.couldRead("removed from the cloud"));
    one.then("another one took its place");
    one.until(ill -> ill.ready() == 3 && ill.cluster().machines().size() == 3);
    KnownFailures.tell(
        test,
        "A server that was deleted outside is never missed, or one that a list did not show is"
            + " replaced",
        one,
        "removed from the cloud",
        "one look without a server was proof: two machines were made anew");
  }
}
