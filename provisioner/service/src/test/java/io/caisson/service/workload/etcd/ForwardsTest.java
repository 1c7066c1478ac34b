package io.caisson.service.workload.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForwardsTest {
  private final List<Played> opened = new ArrayList<>();
  private boolean refuses;
  private final Forwards forwards = new Forwards(new Pods(), new EtcdPods.Pod("etcd-a", "a"));

  @Test
  void eachConnectionIsForwardedAnewAndAllAreClosed() throws IOException {
    assertThat(forwards.createSocket()).isNotSameAs(forwards.createSocket());
    forwards.close();
    assertThat(opened).hasSize(2).allMatch(one -> one.closed);
  }

  @Test
  void nothingIsOpenedAfterwards() {
    forwards.close();
    assertThatExceptionOfType(SocketException.class).isThrownBy(forwards::createSocket);
    assertThat(opened).isEmpty();
  }

  @Test
  void theLastOneSaysWhatIsWrong() throws IOException {
    assertThat(forwards.failure()).isEmpty();
    forwards.createSocket();
    assertThat(forwards.failure()).contains("failure 1");
  }

  @Test
  void anApiThatRefusesIsAConnectionThatFails() {
    refuses = true;
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(forwards::createSocket)
        .withMessageContaining("not ready");
  }

  private final class Pods implements EtcdPods {
    @Override
    public List<Pod> running() {
      return List.of();
    }

    @Override
    public EtcdPods.Forward forward(Pod pod) {
      if (refuses) {
        throw new KubernetesException(Kind.UNREACHABLE, "not ready");
      }
      Played forward = new Played("failure " + (opened.size() + 1));
      opened.add(forward);
      return forward;
    }
  }

  private static final class Played implements EtcdPods.Forward {
    private final Socket socket =
        new PipedSocket(InputStream.nullInputStream(), OutputStream.nullOutputStream());
    private final String failure;
    private boolean closed;

    Played(String failure) {
      this.failure = failure;
    }

    @Override
    public Socket socket() {
      return socket;
    }

    @Override
    public Optional<String> failure() {
      return Optional.of(failure);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
