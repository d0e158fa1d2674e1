using Gobwire.Rpc.Wire;

namespace Gobwire.Rpc.Server;

/// <summary>Names types on the debug page: Go's basic types by Go's names, others by their own.</summary>
internal static class GoTypeName
{
    public static string Of(Type type)
    {
        if (type == typeof(EmptyStruct))
            return "struct {}";
        if (type.IsArray)
            return type == typeof(byte[]) ? "[]uint8" : "[]" + Of(type.GetElementType()!);
        return Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => type.Name,
            TypeCode.Boolean => "bool",
            TypeCode.SByte => "int8",
            TypeCode.Int16 => "int16",
            TypeCode.Int32 => "int32",
            TypeCode.Int64 => "int",
            TypeCode.Byte => "uint8",
            TypeCode.UInt16 => "uint16",
            TypeCode.UInt32 => "uint32",
            TypeCode.UInt64 => "uint",
            TypeCode.Single => "float32",
            TypeCode.Double => "float64",
            TypeCode.String => "string",
            _ when type.IsGenericType => OfGeneric(type),
            _ => type.Name,
        };
    }

    private static string OfGeneric(Type type)
    {
        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        string name = tick < 0 ? type.Name : type.Name[..tick];
        return $"{name}<{string.Join(", ", Array.ConvertAll(type.GetGenericArguments(), Of))}>";
    }
}
