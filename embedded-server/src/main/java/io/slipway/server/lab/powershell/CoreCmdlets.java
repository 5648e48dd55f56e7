package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands that touch no machine. */
final class CoreCmdlets {
    private CoreCmdlets() {}

    static void register(ScriptHost.Builder host) {
        host.cmdlet("Out-Null", "InputObject", call -> Values.NOTHING);
        host.cmdlet("Write-Output", "InputObject*", call -> call.valuesOrInput("InputObject"));
        host.cmdlet("Write-Host", "Object* ForegroundColor", call -> Values.NOTHING);
        host.cmdlet("Set-StrictMode", "Version -Off", CoreCmdlets::strict);
        host.cmdlet("ForEach-Object", "Process*", CoreCmdlets::forEach);
        host.cmdlet("Where-Object", "FilterScript*", CoreCmdlets::where);
        host.cmdlet("Select-Object", "First Last ExpandProperty Property*", CoreCmdlets::select);
        host.cmdlet("Join-Path", "Path* ChildPath*", CoreCmdlets::joinPath);
        host.cmdlet("ConvertFrom-Json", "InputObject*", call -> JsonText.read(joined(call)));
        host.cmdlet(
                "ConvertTo-Json",
                "InputObject* Depth -Compress",
                call -> JsonText.write(
                        call.has("InputObject") ? call.get("InputObject") : Values.collapse(call.input()),
                        call.has("Depth") ? call.number("Depth") : 2,
                        call.flag("Compress")));
        host.cmdlet("New-Object", "TypeName* ArgumentList*", CoreCmdlets::create);
    }

    private static String joined(CmdletCall call) {
        return Operators.join(call.valuesOrInput("InputObject"), "\n");
    }

    private static Object strict(CmdletCall call) {
        boolean off = call.flag("Off");
        if (!off && !Set.of("2", "2.0").contains(call.text("Version"))) {
            throw new NetFailure(NetExceptions.RUNTIME, "only strict mode 2.0 is simulated");
        }
        call.session().strict = !off;
        return Values.NOTHING;
    }

    private static Object forEach(CmdletCall call) {
        var output = new ArrayList<Object>();
        for (var one : call.input()) {
            if (call.get("Process") instanceof BlockValue) {
                output.addAll(call.runBlock("Process", one));
            } else {
                Values.emit(new Members(call.session()).get(one, call.text("Process")), output);
            }
        }
        return output;
    }

    private static Object where(CmdletCall call) {
        var output = new ArrayList<Object>();
        for (var one : call.input()) {
            if (Values.truth(Values.collapse(call.runBlock("FilterScript", one)))) {
                Values.addNullable(output, one);
            }
        }
        return output;
    }

    private static Object select(CmdletCall call) {
        if (call.has("Property")) {
            throw new NetFailure(NetExceptions.RUNTIME, "Select-Object -Property is not simulated");
        }
        var input = call.input();
        int from = call.has("Last") ? Math.max(0, input.size() - call.number("Last")) : 0;
        int to = call.has("First") ? Math.min(input.size(), call.number("First")) : input.size();
        List<Object> kept = input.subList(Math.min(from, to), to);
        if (!call.has("ExpandProperty")) {
            return new ArrayList<>(kept);
        }
        var output = new ArrayList<Object>();
        kept.forEach(one -> Values.emit(new Members(call.session()).get(one, call.text("ExpandProperty")), output));
        return output;
    }

    private static Object joinPath(CmdletCall call) {
        var path = call.text("Path");
        var child = call.text("ChildPath");
        return path.replaceAll("\\\\+$", "") + "\\" + child.replaceAll("^\\\\+", "");
    }

    private static @Nullable Object create(CmdletCall call) {
        var name = call.text("TypeName");
        var type = call.session().conversions.type(name);
        if (type == null || type.constructor() == null) {
            throw new NetFailure(
                    NetExceptions.RUNTIME, "Cannot find type [" + name + "]: verify that the assembly is loaded.");
        }
        return type.constructor().call(call.list("ArgumentList"));
    }
}
