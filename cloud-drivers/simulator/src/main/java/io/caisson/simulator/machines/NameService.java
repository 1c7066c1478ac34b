package io.caisson.simulator.machines;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resolver of the data centre, which knows no name and says so at once. Without it a machine's
 * questions would be answered by silence, and cloud-init and CoreDNS would wait for 5 seconds each.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1">RFC 1035, header</a>
 */
final class NameService implements AutoCloseable {
  static final int PORT = 53;

  private static final Logger LOG = LoggerFactory.getLogger(NameService.class);
  private static final int HEADER = 12;
  private static final int LONGEST = 512;
  private static final int NO_SUCH_NAME = 3;

  private final DatagramSocket socket;

  private NameService(DatagramSocket socket) {
    this.socket = socket;
  }

  static NameService start(InetSocketAddress address) throws IOException {
    NameService service = new NameService(new DatagramSocket(address));
    Thread.ofPlatform().daemon().name("names").start(service::serve);
    return service;
  }

  @Override
  public void close() {
    socket.close();
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    while (!socket.isClosed()) {
      try {
        packet.setLength(LONGEST);
        socket.receive(packet);
        byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
        Optional<byte[]> answer = answer(query);
        if (answer.isPresent()) {
          byte[] text = answer.get();
          socket.send(new DatagramPacket(text, text.length, packet.getSocketAddress()));
        }
      } catch (IOException failed) {
        LOG.debug("a question was not answered", failed);
      }
    }
  }

  /** The question with its own answer; nothing for what is no question. */
  static Optional<byte[]> answer(byte[] query) {
    boolean question = query.length > HEADER && (query[2] & 0x80) == 0 && query[5] == 1;
    int end = question ? endOfQuestion(query) : query.length + 1;
    if (end > query.length) {
      return Optional.empty();
    }
    byte[] answer = Arrays.copyOf(query, end);
    answer[2] = (byte) (0x80 | query[2] & 0x79); // an answer to the same operation, recursion kept
    answer[3] = (byte) (0x80 | NO_SUCH_NAME);
    Arrays.fill(answer, 6, HEADER, (byte) 0); // no records of any kind
    return Optional.of(answer);
  }

  /** Behind the labels, the type and the class. */
  private static int endOfQuestion(byte[] query) {
    int at = HEADER;
    while (at < query.length && query[at] != 0) {
      at += (query[at] & 0x3F) + 1;
    }
    return at + 5;
  }
}
