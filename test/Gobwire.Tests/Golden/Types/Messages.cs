using PolyType;

namespace Gobwire.Tests.Golden.Types;

[GenerateShape]
internal sealed partial record Event(DateTimeOffset At, TimeSpan Took, string What);

[GenerateShape]
internal sealed partial record Request(string ServiceMethod, ulong Seq);

[GenerateShape]
internal sealed partial record Args(int A, int B);

[GenerateShape]
internal sealed partial record Response(string ServiceMethod, ulong Seq, string Error);

[GenerateShape]
internal sealed partial record V1(string Name, int Age);

[GenerateShape]
internal sealed partial class V2
{
    public int Age { get; set; }

    public string Name { get; set; } = "";

    public string Email { get; set; } = "";

    public string[] Tags { get; set; } = [];

    public V1? Previous { get; set; }
}
