using System.Numerics;

namespace Gobwire.Codecs;

/// <summary>The basic types Go registers from the start for interface values, under their own names (Go: <c>registerBasics</c>).</summary>
internal static class BasicConcreteTypes
{
    public static void AddTo(ConcreteTypes types)
    {
        AddNumbers(types);
        Add<bool>(types, "bool");
        Add<string>(types, "string");
        Add<byte>(types, "uint8");
        Add<byte[]>(types, "[]uint8");
    }

    private static void AddNumbers(ConcreteTypes types)
    {
        AddNumber<sbyte>(types, "int8");
        AddNumber<short>(types, "int16");
        AddNumber<int>(types, "int");
        AddNumber<int>(types, "int32", alsoWrites: false);
        AddNumber<long>(types, "int64");
        AddNumber<ushort>(types, "uint16");
        AddNumber<uint>(types, "uint");
        AddNumber<uint>(types, "uint32", alsoWrites: false);
        AddNumber<ulong>(types, "uint64");
        AddNumber<float>(types, "float32");
        AddNumber<double>(types, "float64");
        AddNumber<Complex>(types, "complex128");
        AddNumber<Complex>(types, "complex64", alsoWrites: false);
        AddNumber<nuint>(types, "uintptr");
        AddNumber<nint>(types, "int");

        // Go's int and uint have 64 bits: what comes under these names needs them, whatever wrote it.
        AddNumber<long>(types, "int", alsoWrites: false);
        AddNumber<ulong>(types, "uint", alsoWrites: false);
        AddNumber<ulong>(types, "uintptr", alsoWrites: false);
        Add<bool[]>(types, "[]bool");
        Add<List<bool>>(types, "[]bool", alsoReads: false);
        Add<string[]>(types, "[]string");
        Add<List<string>>(types, "[]string", alsoReads: false);
    }

    private static void AddNumber<T>(ConcreteTypes types, string name, bool alsoWrites = true)
        where T : struct
    {
        var number = new ConcreteType<T>(name, BuiltInCodecs.Get<T>);
        var slice = new ConcreteType<T[]>("[]" + name, BuiltInCodecs.Get<T[]>);
        if (!alsoWrites)
        {
            types.AddName(number);
            types.AddName(slice);
            return;
        }

        types.Add(number);
        types.Add(slice);
        Add<List<T>>(types, "[]" + name, alsoReads: false);
    }

    private static void Add<T>(ConcreteTypes types, string name, bool alsoReads = true)
    {
        var type = new ConcreteType<T>(name, BuiltInCodecs.Get<T>);
        if (alsoReads)
            types.Add(type);
        else
            types.AddType(type);
    }
}
