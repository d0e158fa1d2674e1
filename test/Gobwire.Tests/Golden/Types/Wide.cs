using PolyType;

namespace Gobwire.Tests.Golden.Types;

/// <summary>Thirty fields.</summary>
[GenerateShape]
internal sealed partial class Wide
{
    public int F00 { get; set; }

    public int F01 { get; set; }

    public int F02 { get; set; }

    public int F03 { get; set; }

    public int F04 { get; set; }

    public int F05 { get; set; }

    public int F06 { get; set; }

    public int F07 { get; set; }

    public int F08 { get; set; }

    public int F09 { get; set; }

    public string F10 { get; set; } = "";

    public string F11 { get; set; } = "";

    public string F12 { get; set; } = "";

    public string F13 { get; set; } = "";

    public string F14 { get; set; } = "";

    public string F15 { get; set; } = "";

    public string F16 { get; set; } = "";

    public string F17 { get; set; } = "";

    public string F18 { get; set; } = "";

    public string F19 { get; set; } = "";

    public double F20 { get; set; }

    public double F21 { get; set; }

    public double F22 { get; set; }

    public double F23 { get; set; }

    public double F24 { get; set; }

    public double F25 { get; set; }

    public double F26 { get; set; }

    public double F27 { get; set; }

    public double F28 { get; set; }

    public double F29 { get; set; }
}
