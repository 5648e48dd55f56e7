/** Tests of the PowerShell subset and of START.ps1 through it. */
@NullMarked
package io.slipway.server.lab.powershell;

import org.jspecify.annotations.NullMarked;
