/** The nodes and commands of document 004 as thin views of VMs and jobs, for clients that know nothing newer. */
@NullMarked
package io.slipway.server.compat;

import org.jspecify.annotations.NullMarked;
