/** The command line: speaks HTTP to a Caisson service, and starts playgrounds of its own. */
@NullMarked
package io.caisson.cli;

import org.jspecify.annotations.NullMarked;
