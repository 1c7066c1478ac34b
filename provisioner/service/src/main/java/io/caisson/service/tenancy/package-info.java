/** Who may do what, in which project, with whose credential; and what tenants ask for. */
@NullMarked
package io.caisson.service.tenancy;

import org.jspecify.annotations.NullMarked;
