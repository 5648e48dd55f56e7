<#
Slipway system.ps1: applies what system.json beside it asks for. Runs as SYSTEM in the specialize pass, from stage0.ps1.

Each part stands alone: one that fails is logged and the next one runs. Applying it twice is harmless.

For Windows PowerShell 5.1. ASCII only. No value of system.json becomes program text.
#>
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$script:LogFile = "$env:ProgramData\Slipway\system.log"
$script:Utf8 = [Text.UTF8Encoding]::new($false)
$script:DefaultHive = 'SlipwayDefaultUser'
$script:System32 = "$env:SystemRoot\System32"

function Write-Log {
    param([string]$Message)
    $now = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture)
    [IO.File]::AppendAllText($script:LogFile, "$now $Message`r`n", $script:Utf8)
}

function Invoke-Part {
    param([string]$Name, [scriptblock]$Body)
    try {
        & $Body
    } catch {
        Write-Log "$Name failed: $($_.Exception.Message)"
    }
}

function Invoke-Native {
    param([string]$File, [string[]]$Arguments)
    $output = & "$script:System32\$File" @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$File ended with exit code ${LASTEXITCODE}: $output" }
}

# ---- removals: exact names, because a wildcard takes more than was asked for ----------------------------------------

function Remove-Package {
    param([string]$Id, $Provisioned)
    $count = 0
    foreach ($package in @($Provisioned)) {
        if ($package.DisplayName -ne $Id) { continue }
        Remove-AppxProvisionedPackage -Online -AllUsers -PackageName $package.PackageName | Out-Null
        $count++
    }
    foreach ($package in @(Get-AppxPackage -AllUsers)) {
        if ($package.Name -ne $Id) { continue }
        Remove-AppxPackage -AllUsers -Package $package.PackageFullName
        $count++
    }
    Write-Log "package ${Id}: removed $count"
}

function Remove-Packages {
    param($Ids)
    if (@($Ids).Count -eq 0) { return }
    $provisioned = @(Get-AppxProvisionedPackage -Online)
    foreach ($id in @($Ids)) { Invoke-Part "package $id" { Remove-Package $id $provisioned } }
}

function Remove-Capabilities {
    param($Ids)
    if (@($Ids).Count -eq 0) { return }
    $installed = @()
    foreach ($capability in @(Get-WindowsCapability -Online)) {
        if ($capability.State -eq 'Installed') { $installed += $capability }
    }
    foreach ($id in @($Ids)) {
        Invoke-Part "capability $id" {
            $count = 0
            foreach ($capability in $installed) {
                if ($capability.Name.Split('~')[0] -ne $id) { continue }
                Remove-WindowsCapability -Online -Name $capability.Name | Out-Null
                $count++
            }
            Write-Log "capability ${id}: removed $count"
        }
    }
}

function Remove-Features {
    param($Ids)
    if (@($Ids).Count -eq 0) { return }
    $enabled = @()
    foreach ($feature in @(Get-WindowsOptionalFeature -Online)) {
        if ($feature.State -eq 'Enabled') { $enabled += $feature.FeatureName }
    }
    foreach ($id in @($Ids)) {
        Invoke-Part "feature $id" {
            if ($enabled -contains $id) {
                Disable-WindowsOptionalFeature -Online -FeatureName $id -Remove -NoRestart | Out-Null
                Write-Log "feature ${id}: switched off"
            } else {
                Write-Log "feature ${id}: was not on"
            }
        }
    }
}

# ---- registry -----------------------------------------------------------------------------------------------------

function Open-Root {
    param([string]$Hive)
    switch ($Hive) {
        'HKLM' { return [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('', $true) }
        'DEFAULT' { return [Microsoft.Win32.Registry]::Users.OpenSubKey($script:DefaultHive, $true) }
        'DOTDEFAULT' { return [Microsoft.Win32.Registry]::Users.OpenSubKey('.DEFAULT', $true) }
    }
    throw "unknown hive $Hive"
}

function Set-RegistryValue {
    param($Entry)
    $root = Open-Root $Entry.hive
    if ($null -eq $root) { throw "hive $($Entry.hive) is not loaded" }
    try {
        $key = $root.CreateSubKey($Entry.key)
        try {
            switch ($Entry.type) {
                'DWORD' { $key.SetValue($Entry.name, [int]$Entry.data, [Microsoft.Win32.RegistryValueKind]::DWord) }
                'SZ' { $key.SetValue($Entry.name, [string]$Entry.data, [Microsoft.Win32.RegistryValueKind]::String) }
                'BINARY' { $key.SetValue($Entry.name, [Convert]::FromBase64String($Entry.data), [Microsoft.Win32.RegistryValueKind]::Binary) }
                default { throw "unknown type $($Entry.type)" }
            }
        } finally {
            $key.Close()
        }
    } finally {
        $root.Close()
    }
}

function Set-RegistryValues {
    param($Entries)
    Invoke-Native 'reg.exe' @('load', "HKU\$script:DefaultHive", "$env:SystemDrive\Users\Default\NTUSER.DAT")
    try {
        foreach ($entry in @($Entries)) {
            Invoke-Part "registry $($entry.hive)\$($entry.key) $($entry.name)" { Set-RegistryValue $entry }
        }
    } finally {
        # Open handles would keep the hive loaded.
        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
        Invoke-Native 'reg.exe' @('unload', "HKU\$script:DefaultHive")
    }
    Write-Log "registry: $(@($Entries).Count) values"
}

# ---- single settings ----------------------------------------------------------------------------------------------

# Windows Update cannot be switched off for good; a pause of seven days, renewed every day, has the same effect.
function Register-UpdatePause {
    $code = '$k=''HKLM:\SOFTWARE\Microsoft\WindowsUpdate\UX\Settings'';$n=[DateTime]::UtcNow;' +
        'foreach($p in ''PauseUpdates'',''PauseFeatureUpdates'',''PauseQualityUpdates''){' +
        'Set-ItemProperty $k ($p+''StartTime'') $n.ToString(''yyyy-MM-ddTHH:mm:ssZ'');' +
        '$e=''EndTime'';if($p -eq ''PauseUpdates''){$e=''ExpiryTime''};' +
        'Set-ItemProperty $k ($p+$e) $n.AddDays(7).ToString(''yyyy-MM-ddTHH:mm:ssZ'')}'
    $shell = "$script:System32\WindowsPowerShell\v1.0\powershell.exe"
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($code))
    $action = New-ScheduledTaskAction -Execute $shell -Argument "-NoProfile -NonInteractive -EncodedCommand $encoded"
    $triggers = @((New-ScheduledTaskTrigger -AtStartup), (New-ScheduledTaskTrigger -Daily -At '03:00'))
    $principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount -RunLevel Highest
    $settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
    Register-ScheduledTask -TaskName 'Slipway pause updates' -Action $action -Trigger $triggers -Principal $principal -Settings $settings -Force | Out-Null
    Write-Log 'updates: pause renewed every day'
}

function Enable-Administrator {
    foreach ($user in @(Get-LocalUser)) {
        if ($user.SID.Value.EndsWith('-500')) { Enable-LocalUser -SID $user.SID }
    }
    Write-Log 'built-in administrator enabled'
}

function Set-AccountPolicy {
    param($Policy)
    foreach ($argument in @($Policy)) { Invoke-Native 'net.exe' @('accounts', $argument) }
}

# ---- main ---------------------------------------------------------------------------------------------------------

$data = ConvertFrom-Json -InputObject ([IO.File]::ReadAllText([IO.Path]::Combine($PSScriptRoot, 'system.json')))
Invoke-Part 'registry' { Set-RegistryValues $data.registry }
Invoke-Part 'account policy' { Set-AccountPolicy $data.net_accounts }
Invoke-Part 'packages' { Remove-Packages $data.packages }
Invoke-Part 'capabilities' { Remove-Capabilities $data.capabilities }
Invoke-Part 'features' { Remove-Features $data.features }
if ($data.execution_policy) {
    Invoke-Part 'execution policy' { Set-ExecutionPolicy -ExecutionPolicy RemoteSigned -Scope LocalMachine -Force }
}
if ($data.remote_desktop) {
    # By resource id, because the name of the group is localised.
    Invoke-Part 'remote desktop' { Invoke-Native 'netsh.exe' @('advfirewall', 'firewall', 'set', 'rule', 'group=@FirewallAPI.dll,-28752', 'new', 'enable=Yes') }
}
if ($data.last_access_off) { Invoke-Part 'last access' { Invoke-Native 'fsutil.exe' @('behavior', 'set', 'disableLastAccess', '1') } }
if ($data.pause_updates) { Invoke-Part 'updates' { Register-UpdatePause } }
if ($data.enable_administrator) { Invoke-Part 'administrator' { Enable-Administrator } }
if ($data.delete_edge_shortcut) {
    Invoke-Part 'edge shortcut' { Remove-Item -Path "$env:PUBLIC\Desktop\Microsoft Edge.lnk" -Force -ErrorAction SilentlyContinue }
}
Write-Log 'finished'
